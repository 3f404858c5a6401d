using McpBox.Browser.Tests.Hosting;
using McpBox.Journal;
using McpBox.Review.Export;
using static Microsoft.Playwright.Assertions;

namespace McpBox.Browser.Tests;

/// <summary>One session as one file.</summary>
public sealed class ExportTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();

    private string Target => Path.Combine(_bench.Folder, "out.html");

    private JournalSession Session => JournalCatalog.Find(_bench.Root, "a1b2c3d4");

    public ValueTask InitializeAsync()
    {
        Sessions.Morning(_bench).Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_file_shows_the_session_offline_and_asks_for_nothing()
    {
        Assert.Equal(329, PageExport.Write(Session, Target, force: false));
        await using var page = await chromium.OpenAsync($"file://{Target}", offline: true);
        await page.RecordsAsync("329 records");
        await page.Page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("ETC/shadow");
        await page.RecordsAsync("4 of 329 records");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator(".tree")).ToContainTextAsync("Access denied");
        await page.ShootAsync("export");
        Assert.Equal([$"file://{Target}"], page.Requests.Where(static address => address != "data:,"));
        await page.AssertQuietAsync($"file://{Target}");
    }

    [Fact]
    public async Task The_policy_of_the_file_lets_no_other_script_run()
    {
        PageExport.Write(Session, Target, force: false);
        var text = await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Target, text.Replace("</body>", "<script>window.owned = 1</script><img src=x onerror=\"window.owned = 1\"></body>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using var page = await chromium.OpenAsync($"file://{Target}");
        await page.RecordsAsync("329 records");
        Assert.False(await page.Page.EvaluateAsync<bool>("'owned' in window"));
        Assert.NotEmpty(await page.Page.EvaluateAsync<string[]>("window.violations"));
    }

    [Fact]
    public void The_file_is_its_owners_alone_and_nothing_is_left_beside_it()
    {
        PageExport.Write(Session, Target, force: false);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
        Assert.Equal([Target], Directory.GetFiles(_bench.Folder));
    }

    [Fact]
    public void A_file_that_is_there_is_kept_unless_it_is_to_be_replaced()
    {
        File.WriteAllText(Target, "mine");
        var refusal = Assert.Throws<JournalException>(() => PageExport.Write(Session, Target, force: false));
        Assert.Equal(("MB4501", "mine"), (refusal.Code, File.ReadAllText(Target)));
        PageExport.Write(Session, Target, force: true);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Target), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_replaced_and_not_written_through()
    {
        var victim = Path.Combine(_bench.Folder, "victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(Target, victim);
        Assert.Throws<JournalException>(() => PageExport.Write(Session, Target, force: false));
        PageExport.Write(Session, Target, force: true);
        Assert.Equal("mine", File.ReadAllText(victim));
        Assert.Null(File.ResolveLinkTarget(Target, returnFinalTarget: false));
    }

    [Fact]
    public void What_fails_leaves_no_half_file()
    {
        var gone = Session;
        File.Delete(gone.Path);
        Assert.ThrowsAny<IOException>(() => PageExport.Write(gone, Target, force: false));
        Assert.Empty(Directory.GetFiles(_bench.Folder));
    }
}
