using McpBox.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace McpBox.Browser.Tests;

/// <summary>What a reviewer does on the page.</summary>
public sealed class ReviewTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();

    public ValueTask InitializeAsync()
    {
        Sessions.Morning(_bench).Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_request_and_its_answer_are_one_key_apart_and_share_their_latency()
    {
        await using var page = await OpenAsync();
        await page.Page.Locator(".row", new() { HasText = "initialize" }).First.ClickAsync();
        await Expect(page.Page.Locator(".detail h2")).ToContainTextAsync("#1initialize");
        await Expect(page.Page.Locator(".row.partner")).ToContainTextAsync("98.5 ms");
        await page.Page.Keyboard.PressAsync("p");
        await Expect(page.Page.Locator(".detail h2")).ToContainTextAsync("#3initialize");
        await Expect(page.Page.Locator(".detail .facts")).ToContainTextAsync("98.5 ms");
        await page.Page.Keyboard.PressAsync("p");
        await Expect(page.Page.Locator(".detail h2")).ToContainTextAsync("#1initialize");
    }

    [Fact]
    public async Task The_head_counts_errors_denials_and_what_was_not_answered()
    {
        await using var page = await OpenAsync();
        await Expect(page.Page.Locator(".session-facts")).ToContainTextAsync("calls163");
        await Expect(page.Page.Locator(".session-facts")).ToContainTextAsync("errors7");
        await Expect(page.Page.Locator(".session-facts")).ToContainTextAsync("denied1");
        await Expect(page.Page.Locator(".session-facts")).ToContainTextAsync("unanswered1");
    }

    [Fact]
    public async Task A_search_finds_what_only_a_body_says()
    {
        await using var page = await OpenAsync();
        await page.Page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("ETC/shadow");
        await page.RecordsAsync("4 of 329 records");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator(".detail .facts")).ToContainTextAsync("error");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.RecordsAsync("329 records");
    }

    [Fact]
    public async Task Errors_denials_calls_and_tools_can_be_looked_at_alone()
    {
        await using var page = await OpenAsync();
        await page.Page.Keyboard.PressAsync("2");
        await page.RecordsAsync("14 of 329 records");
        await page.Page.Keyboard.PressAsync("1");
        await page.RecordsAsync("7 of 329 records");
        await page.Page.Keyboard.PressAsync("2");
        await page.RecordsAsync("163 of 329 records");
        await page.Page.Keyboard.PressAsync("3");
        await page.RecordsAsync("1 of 329 records");
        await Expect(page.Page.Locator(".row")).ToContainTextAsync("denied MB3009");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.RecordsAsync("329 records");
        await page.Page.Locator(".bar-row", new() { HasText = "edit_file" }).ClickAsync();
        await page.RecordsAsync("58 of 329 records");
        await page.Page.GetByLabel("direction").SelectOptionAsync("s2c");
        await page.RecordsAsync("29 of 329 records");
    }

    [Fact]
    public async Task The_tools_are_counted_with_their_latencies_and_failures()
    {
        await using var page = await OpenAsync();
        var rows = page.Page.Locator(".bar-row");
        await Expect(rows).ToHaveCountAsync(7);
        await Expect(rows.First).ToContainTextAsync("read_file tools/call");
        await Expect(rows.First).ToContainTextAsync("46");
        await Expect(rows.First).ToContainTextAsync("failed");
    }

    [Fact]
    public async Task A_point_of_the_latency_plot_leads_to_its_record()
    {
        await using var page = await OpenAsync();
        await Expect(page.Page.Locator(".latency .note")).ToContainTextAsync("p95");
        // The place of the first point that is painted in the colour of failures, as a person would find it.
        var place = await page.Page.EvaluateAsync<float[]>("""
            async () => {
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const canvas = document.querySelector("canvas");
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && data[i] > 150 && data[i + 1] < 90) return [(i / 4) % canvas.width, Math.floor(i / 4 / canvas.width)];
              return [];
            }
            """);
        Assert.NotEmpty(place);
        await page.Page.Locator("canvas").ClickAsync(new() { Position = new Position { X = place[0], Y = place[1] } });
        await Expect(page.Page.Locator(".detail .facts")).ToContainTextAsync("error in #");
    }

    [Fact]
    public async Task Two_calls_are_compared_in_what_was_asked_and_what_was_answered()
    {
        await using var page = await OpenAsync();
        await page.Page.Keyboard.PressAsync("1");
        await page.Page.GetByLabel("tool or method").SelectOptionAsync("tools/call fetch_forecast");
        await page.Page.Keyboard.PressAsync("g");
        await page.Page.Keyboard.PressAsync("a");
        await page.Page.Keyboard.PressAsync("G");
        await page.Page.Keyboard.PressAsync("c");
        var parts = page.Page.Locator(".diff-part");
        await Expect(parts).ToHaveCountAsync(2);
        await Expect(parts.First.Locator("header")).ToContainTextAsync("2 lines differ");
        Assert.Equal(["−    \"station\": \"DE-HAM\",", "−    \"hours\": 48"], await parts.First.Locator(".a").AllTextContentsAsync());
        Assert.Equal(["+    \"station\": \"DE-CUX\",", "+    \"hours\": 12"], await parts.First.Locator(".b").AllTextContentsAsync());
        await page.ShootAsync("compare");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator(".tree")).ToBeVisibleAsync();
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task Everything_is_reached_with_the_keyboard_alone()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        var keys = page.Page.Keyboard;
        await Expect(page.Page.Locator("tbody a")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await page.RecordsAsync("329 records");
        await Expect(page.Page.Locator(".list")).ToBeFocusedAsync();
        foreach (var key in new[] { "ArrowDown", "j", "k", "ArrowDown" })
            await keys.PressAsync(key);
        await Expect(page.Page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("initialize");
        Assert.Equal("row-1", await page.Page.Locator(".list").GetAttributeAsync("aria-activedescendant"));
        await keys.PressAsync("Enter");
        await Expect(page.Page.Locator(".detail")).ToBeFocusedAsync();
        for (var i = 0; i < 5; i++)
            await keys.PressAsync("Tab");
        await Expect(page.Page.Locator("[role=treeitem]").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowLeft");
        await Expect(page.Page.Locator("[role=treeitem]")).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("End");
        await Expect(page.Page.Locator("[role=treeitem]").Last).ToBeFocusedAsync();
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement.querySelector('.line')).outlineStyle"));
        await keys.PressAsync("Escape");
        await Expect(page.Page.Locator(".list")).ToBeFocusedAsync();
        await keys.PressAsync("?");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.ShootAsync("keys");
        await keys.PressAsync("Escape");
        await keys.PressAsync("u");
        await Expect(page.Page.Locator("tbody a")).ToBeFocusedAsync();
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task Each_control_has_a_name_for_a_screen_reader()
    {
        await using var page = await OpenAsync();
        await page.Page.Keyboard.PressAsync("g");
        await Expect(page.Page.Locator(".tree")).ToBeVisibleAsync();
        var nameless = await page.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("button, input, select, a, [role=listbox], [role=tree], [tabindex='0']")]
              .filter((element) => !(element.getAttribute("aria-label") || element.labels?.length || element.textContent.trim()))
              .map((element) => element.outerHTML)
            """);
        Assert.Empty(nameless);
    }

    private async Task<WatchedPage> OpenAsync()
    {
        var page = await chromium.OpenAsync(_bench.Address("a1b2c3d4"));
        await page.RecordsAsync("329 records");
        return page;
    }
}
