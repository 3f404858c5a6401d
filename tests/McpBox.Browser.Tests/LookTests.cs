using McpBox.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace McpBox.Browser.Tests;

/// <summary>Screenshots for people, each with what has to be on it.</summary>
public sealed class LookTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();

    public ValueTask InitializeAsync()
    {
        Sessions.Morning(_bench).Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(251, 251, 250)")]
    [InlineData(ColorScheme.Dark, "rgb(22, 24, 27)")]
    public async Task A_session_is_shown_in_the_colours_that_the_system_prefers(ColorScheme scheme, string ground)
    {
        await using var page = await chromium.OpenAsync(_bench.Address("a1b2c3d4"), scheme);
        await page.RecordsAsync("329 records");
        for (var i = 0; i < 12; i++)
            await page.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Page.Locator(".tree")).ToBeVisibleAsync();
        await page.ShootAsync($"session-{scheme.ToString().ToLowerInvariant()}");
        Assert.Equal(ground, await GroundAsync(page));
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task The_colours_can_be_changed_and_stay_changed()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        await page.Page.Keyboard.PressAsync("t");
        Assert.Equal("rgb(22, 24, 27)", await GroundAsync(page));
        await page.Page.ReloadAsync();
        Assert.Equal("rgb(22, 24, 27)", await GroundAsync(page));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        Assert.Equal("rgb(251, 251, 250)", await GroundAsync(page));
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Fact]
    public async Task The_list_of_sessions_names_each_with_its_state()
    {
        Sessions.Morning(_bench, "b2c3d4e5", seal: false).Dispose();
        using var live = _bench.Begin("c3d4e5f6", "weather", minute: 5);
        live.Call("forecast", """{"station":"DE-HAM"}""", "{}");
        await using var page = await chromium.OpenAsync(_bench.Address());
        await Assertions.Expect(page.Page.Locator(".sessions tbody tr")).ToHaveCountAsync(3);
        Assert.Equal(["live", "unsealed", "sealed"], await page.Page.Locator(".state").AllInnerTextsAsync());
        Assert.Equal(["c3d4e5f6", "2026-11-20 09:05:00", "weather", "00:00:00.0", "2"], (await page.Page.Locator(".sessions tbody tr").First.Locator("th, td").AllInnerTextsAsync()).Take(5));
        await page.ShootAsync("sessions");
        await page.Page.Locator(".sessions tbody tr").Nth(2).ClickAsync();
        await page.RecordsAsync("329 records");
        await page.AssertQuietAsync(_bench.Origin);
    }

    [Theory]
    [InlineData(390, 844, "narrow")]
    [InlineData(760, 900, "half")]
    public async Task A_narrow_window_shows_list_and_record_without_scrolling_sideways(int width, int height, string name)
    {
        await using var page = await chromium.OpenAsync(_bench.Address("a1b2c3d4"), width: width, height: height);
        await page.RecordsAsync("329 records");
        for (var i = 0; i < 6; i++)
            await page.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Page.Locator(".tree")).ToBeVisibleAsync();
        await page.ShootAsync(name);
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await page.Page.EvaluateAsync<bool>("document.querySelector('.list').clientHeight >= 130"));
    }

    private static Task<string> GroundAsync(WatchedPage page) => page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
