using McpBox.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace McpBox.Browser.Tests;

/// <summary>A session that is being recorded while one looks at it.</summary>
public sealed class LiveTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_is_recorded_appears_and_an_answer_completes_its_request()
    {
        using var session = _bench.Begin("11fe0001", "weather");
        await using var page = await chromium.OpenAsync(_bench.Address("11fe0001"));
        await page.RecordsAsync("1 records");
        await Expect(page.Page.Locator(".session-facts .live")).ToHaveTextAsync("being recorded");
        var id = session.Request("tools/call", """{"name":"forecast","arguments":{}}""", "forecast");
        await page.RecordsAsync("2 records");
        await Expect(page.Page.Locator(".row").Nth(1)).ToContainTextAsync("…");
        session.Answer(id, "result", "{}", 42);
        await page.RecordsAsync("3 records");
        await Expect(page.Page.Locator(".row").Nth(1)).ToContainTextAsync("42.0 ms");
        for (var i = 0; i < 200; i++)
            session.Call("forecast", "{}", "{}");
        await page.RecordsAsync("403 records");
        await Expect(page.Page.Locator(".row").Last).ToContainTextAsync("402");
        session.Seal();
        await page.RecordsAsync("404 records");
        await Expect(page.Page.Locator(".session-facts")).ToContainTextAsync("sealed");
        await Expect(page.Page.Locator(".filter [title='Key: f']")).ToBeHiddenAsync();
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task A_search_also_finds_what_comes_after_it()
    {
        using var session = _bench.Begin("11fe0002", "weather");
        await using var page = await chromium.OpenAsync(_bench.Address("11fe0002"));
        await page.RecordsAsync("1 records");
        await page.Page.Locator("input").FillAsync("needle");
        await page.RecordsAsync("0 of 1 records");
        session.Call("forecast", "{}", """{"text":"hay"}""");
        session.Call("forecast", "{}", """{"text":"a NEEDLE"}""");
        await page.RecordsAsync("1 of 5 records");
    }

    [Fact]
    public async Task The_page_says_when_nobody_answers_any_more()
    {
        using var session = _bench.Begin("11fe0003", "weather");
        await using var page = await chromium.OpenAsync(_bench.Address("11fe0003"));
        await page.RecordsAsync("1 records");
        await page.Page.Context.SetOfflineAsync(true);
        session.Call("forecast", "{}", "{}");
        await Expect(page.Page.Locator(".session > .cut")).ToContainTextAsync("mcpbox does not answer any more");
        await page.Page.Context.SetOfflineAsync(false);
        await page.Page.GetByText("Try again").ClickAsync();
        await page.RecordsAsync("3 records");
    }

    [Fact]
    public async Task A_hundred_thousand_records_stay_a_page_that_one_can_use()
    {
        using (var session = _bench.Begin("b1600001", "busy"))
        {
            for (var i = 0; i < 50_000; i++)
                session.Call("tick", """{"n":1}""", """{"content":[{"type":"text","text":"tock"}]}""", 0.5 + (i % 97));
            session.Seal();
        }

        await using var page = await chromium.OpenAsync(_bench.Address("b1600001"));
        await page.RecordsAsync("100\u202f102 records");
        await page.Page.Keyboard.PressAsync("G");
        await Expect(page.Page.Locator("[aria-selected=true]")).ToContainTextAsync("seal");
        Assert.True(await page.Page.Locator(".row").CountAsync() < 120);
        var elapsed = await page.Page.EvaluateAsync<double[]>("""
            async () => {
              const own = [];
              const all = [];
              for (let i = 0; i < 30; i++) {
                const start = performance.now();
                view.list.select((i * 1973) % view.list.count, { centre: true });
                own.push(performance.now() - start);
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                all.push(performance.now() - start);
              }
              return [own, all].map((times) => times.sort((a, b) => a - b)[15]);
            }
            """);
        TestContext.Current.TestOutputHelper!.WriteLine($"a jump: {elapsed[0]:F1} ms of script, {elapsed[1]:F1} ms until it is on the screen");
        await page.Page.Keyboard.PressAsync("1");
        await page.RecordsAsync("50\u202f000 of 100\u202f102 records");
        await page.ShootAsync("hundred-thousand");
        var heap = await page.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6");
        Assert.True(heap < 250, $"{heap} MB");
        await page.AssertQuietAsync(_bench.Origin);
    }
}
