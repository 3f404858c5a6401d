using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>A page with everything that it asked for and everything that went wrong in it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    // What a page's policy refused, and whatever a hostile text might have run: its payloads all set window.owned.
    private const string Watch = """
        window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<string> _troubles = [];

    private WatchedPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Every address that the page or the browser for it asked for, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, string address)
    {
        await context.AddInitScriptAsync(Watch);
        context.SetDefaultTimeout(20_000);
        var watched = new WatchedPage(context, await context.NewPageAsync());
        context.Request += (_, request) => watched._requests.Enqueue(request.Url);
        watched.Page.Dialog += (_, dialog) => watched._troubles.Enqueue($"dialog: {dialog.Message}");
        watched.Page.PageError += (_, error) => watched._troubles.Enqueue($"error: {error}");
        watched.Page.Popup += (_, popup) => watched._troubles.Enqueue($"popup: {popup.Url}");
        watched.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                watched._troubles.Enqueue($"console: {message.Text}");
        };
        await watched.Page.GotoAsync(address);
        return watched;
    }

    /// <summary>The folder that CI keeps; see scripts/test.sh.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts/test-results/screenshots")).FullName;

    public Task ShootAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.png") });

    /// <summary>Waits until the list says how many records there are.</summary>
    public Task RecordsAsync(string count) => Assertions.Expect(Page.Locator(".filter .count")).ToHaveTextAsync(count);

    public Task<string> TextAsync(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>Nothing ran, nothing was refused because something tried to, and nothing was asked for but of this address.</summary>
    public async Task AssertQuietAsync(string origin)
    {
        Assert.Empty(_troubles);
        Assert.Empty(await Page.EvaluateAsync<string[]>("window.violations"));
        Assert.False(await Page.EvaluateAsync<bool>("'owned' in window"));
        Assert.All(_requests, address => Assert.True(address.StartsWith(origin, StringComparison.Ordinal) || address == "data:,", address));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
