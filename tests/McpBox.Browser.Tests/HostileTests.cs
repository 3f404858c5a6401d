using System.Text;
using McpBox.Browser.Tests.Hosting;
using McpBox.Journal;
using McpBox.Review.Export;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace McpBox.Browser.Tests;

/// <summary>A server that attacks whoever reads what it said.</summary>
public sealed class HostileTests(Chromium chromium) : IAsyncLifetime
{
    private const string Id = "evil0001";

    // Each would set window.owned, open a dialog or leave the page, if it were ever markup, script, style or an address.
    private static readonly string[] Payloads =
    [
        "</script><script>window.owned=1</script>",
        "<!--<script>window.owned=1</script>-->",
        "<img src=x onerror=window.owned=1>",
        "<svg/onload=window.owned=1>",
        "<iframe srcdoc='<script>top.owned=1</script>'>",
        "<a href=javascript:window.owned=1>click</a>",
        "javascript:window.owned=1",
        "<style>@import url(http://127.0.0.2:1/leak)</style>",
        "<base href=http://127.0.0.2:1/><meta http-equiv=refresh content='0;url=http://127.0.0.2:1/'>",
        "<form action=http://127.0.0.2:1/><input type=submit autofocus onfocus=alert(1)>",
        "'\"`;window.owned=1//", "${window.owned=1}", "{{constructor.constructor('window.owned=1')()}}", "]]><x>", "__proto__",
    ];

    private const string Hidden = "\u202egnp.exe\u202c\u200b\u2066\u2069\ufeff\u001b[2J\u009b31m\u0007\u2028\u2029\U000E0041\U000E0101\ue000";

    private readonly ReviewBench _bench = new();

    public ValueTask InitializeAsync()
    {
        Record();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Nothing_that_a_server_says_runs_or_leaves_the_page()
    {
        await using var page = await chromium.OpenAsync(_bench.Address(Id));
        await WalkAsync(page);
        await page.ShootAsync("hostile");
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task Nothing_runs_in_an_exported_file_either()
    {
        var file = Path.Combine(_bench.Folder, "evil.html");
        PageExport.Write(JournalCatalog.Find(_bench.Root, Id), file, force: false);
        await using var page = await chromium.OpenAsync($"file://{file}", offline: true);
        await WalkAsync(page);
        await page.AssertQuietAsync($"file://{file}");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(Count(text, "<script"), Count(text, "</script>"));
        Assert.DoesNotContain("<!--", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', text);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_hides_or_reorders_text_is_shown_as_an_escape()
    {
        await using var page = await chromium.OpenAsync(_bench.Address(Id));
        await page.Page.Locator(".row", new() { HasText = "hidden" }).First.ClickAsync();
        await Expect(page.Page.Locator(".tree").First).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Text" }).ClickAsync();
        await Expect(page.Page.Locator("pre.text")).ToContainTextAsync(@"\u{202E}gnp.exe\u{202C}\u{200B}\u{2066}\u{2069}\u{FEFF}");
        await Expect(page.Page.Locator("pre.text")).ToContainTextAsync(@"\u{2028}\u{2029}\u{E0041}\u{E0101}\u{E000}");
        await AssertNothingHidesAsync(page);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_shown_as_bytes()
    {
        await using var page = await chromium.OpenAsync(_bench.Address(Id));
        await page.Page.GetByLabel("direction").SelectOptionAsync("stderr");
        await page.RecordsAsync("1 of 44 records");
        await page.Page.Locator(".row").First.ClickAsync();
        await Expect(page.Page.Locator("pre.text")).ToHaveTextAsync(@"ok \x{FF}\x{FE}\x{C3}( \x{ED}\x{A0}\x{80} é \u{1B}]0;title\u{7}");
    }

    [Fact]
    public async Task A_string_of_ten_megabytes_is_cut_until_it_is_asked_for()
    {
        await using var page = await chromium.OpenAsync(_bench.Address(Id));
        await page.Page.Locator(".row", new() { HasText = "huge" }).First.ClickAsync();
        await page.Page.Keyboard.PressAsync("p");
        await Expect(page.Page.Locator(".cut[role=note]")).ToContainTextAsync("The first 262.1 kB of 10.0 MB.");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Load all" }).ClickAsync();
        await Expect(page.Page.Locator(".cut[role=note]")).ToHaveCountAsync(0);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "as text" }).First.ClickAsync();
        await Expect(page.Page.Locator("pre.text")).ToContainTextAsync("xxxx");
        Assert.True(await page.Page.EvaluateAsync<int>("document.querySelector('pre.text').textContent.length") < 100_000);
        await page.AssertQuietAsync(_bench.Origin);
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    /// <summary>Opens every record in both forms and every string in it, searches for a payload, compares two.</summary>
    private static async Task WalkAsync(WatchedPage page)
    {
        var keys = page.Page.Keyboard;
        await Expect(page.Page.Locator(".row").First).ToBeVisibleAsync();
        var count = await page.Page.EvaluateAsync<int>("view.session.records.length");
        for (var i = 0; i < count; i++)
        {
            await keys.PressAsync("j");
            await Expect(page.Page.Locator(".detail .forms")).ToHaveCountAsync(1);
            await page.Page.EvaluateAsync("""
                () => {
                  for (const item of document.querySelectorAll(".tree [aria-expanded=false] > .head")) item.click();
                  for (const show of document.querySelectorAll(".tree button.small")) show.click();
                  document.querySelector("[data-form=text]").click();
                }
                """);
        }

        await keys.PressAsync("a");
        await keys.PressAsync("g");
        await keys.PressAsync("j");
        await keys.PressAsync("c");
        await Expect(page.Page.Locator(".diff").First).ToBeVisibleAsync();
        await AssertNothingHidesAsync(page);
        await keys.PressAsync("Escape");
        await page.Page.Locator("input").FillAsync("<img src=x onerror=");
        await Expect(page.Page.Locator(".filter .count")).ToContainTextAsync(" of ");
        await AssertNothingHidesAsync(page);
    }

    /// <summary>What is on the page is free of what C#'s rule calls harmful, save the line ends of long texts.</summary>
    private static async Task AssertNothingHidesAsync(WatchedPage page)
    {
        var text = await page.Page.EvaluateAsync<string>("document.getElementById('main').textContent + [...document.querySelectorAll('[title], [aria-label]')].map((e) => e.title + e.ariaLabel).join()");
        Assert.All(text.EnumerateRunes().Where(rune => rune.Value != '\n').Distinct(), rune => Assert.True(Sandbox.HarmlessRune.Is(rune), $"U+{rune.Value:X}"));
        Assert.Equal(0, await page.Page.Locator("main :is(script, style, iframe, img, svg, form, object, embed, base, meta, link)").CountAsync());
        Assert.Equal(0, await page.Page.Locator("main a:not([href^='#'])").CountAsync());
    }

    private void Record()
    {
        using var session = _bench.Begin(Id, "evil");
        foreach (var payload in Payloads)
        {
            var json = payload.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            session.Notification(payload, $$"""{"{{json}}":"{{json}}","n":[1e400,-0.0,12345678901234567890,true]}""");
            session.Line(JournalDirection.Stray, Sessions.Utf8(payload));
        }

        session.Call("hidden \u202e tool", "{\"text\":\"" + "\u202egnp.exe\u202c\u200b\u2066\u2069\ufeff" + @"\u202e\u001b[2J" + "\u2028\u2029\U000E0041\U000E0101\ue000" + "\"}", "\"\u202eok\"");
        session.Line(JournalDirection.Stderr, [.. "ok "u8, 0xFF, 0xFE, 0xC3, .. "( "u8, 0xED, 0xA0, 0x80, .. " é \u001b]0;title\u0007"u8]);
        session.Line(JournalDirection.Stray, Sessions.Utf8(Hidden));
        session.Call("huge", "{}", $$"""{"content":[{"type":"text","text":"{{new string('x', 10_000_000)}}"}]}""");
        session.Call("deep", Nested(200), "{}");
        session.RawFrame(Sessions.Utf8(Nested(100_000)));
        session.Call("twice", """{"a":1,"a":2,"__proto__":{"owned":true},"constructor":null}""", "[]");
        session.Event("checkpoint", """{"records":1000,"signature":"MEUCIQD"}""");
        session.Seal();
    }

    private static string Nested(int depth) => new StringBuilder().Insert(0, "[", depth).Append('1').Insert(depth + 1, "]", depth).ToString();
}
