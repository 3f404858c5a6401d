using Microsoft.Playwright;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>One headless Chromium for all tests, of the machine's package; each test has a context of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Debian's package; Google's own is Chromium too, and is what there is on machines whose Chromium is a snap.
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var program = Array.Find(Programs, File.Exists);
        Assert.True(program is not null, $"{Programs[0]} is missing. Run: scripts/setup.sh test");
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,

            // Chromium's own sandbox refuses root, as which tests run in CI; the pages are ours.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        });
    }

    /// <summary>A fresh profile that notes everything it should never do.</summary>
    internal async Task<WatchedPage> OpenAsync(string address, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900, bool offline = false)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Offline = offline,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await WatchedPage.OpenAsync(context, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
