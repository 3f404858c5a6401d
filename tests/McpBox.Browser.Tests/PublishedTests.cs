using System.Diagnostics;
using McpBox.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace McpBox.Browser.Tests;

/// <summary>The program that people get.</summary>
public sealed class PublishedTests(Chromium chromium) : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("mcpbox-view-").FullName;

    private static string McpBox => Environment.GetEnvironmentVariable("MCPBOX_BINARY") ?? Path.Combine(Repository.Root, "artifacts/native/mcpbox");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Log_view_serves_the_page_until_it_is_interrupted()
    {
        Record();
        using var view = Start("log", "view", "last");
        var address = await view.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(address);
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{43}#/s/a1b2c3d4$", address);
        await using (var page = await chromium.OpenAsync(address, ColorScheme.Dark))
        {
            await page.RecordsAsync("5 records");
            Assert.DoesNotContain("token", page.Page.Url, StringComparison.Ordinal);
            Assert.DoesNotContain("token", await page.Page.EvaluateAsync<string>("document.documentElement.outerHTML + JSON.stringify(localStorage)"), StringComparison.Ordinal);
            await page.Page.Keyboard.PressAsync("u");
            await Expect(page.Page.Locator(".sessions tbody tr")).ToHaveCountAsync(1);
            await page.Page.ReloadAsync();
            await Expect(page.Page.Locator(".sessions tbody tr")).ToHaveCountAsync(1);
            await page.AssertQuietAsync(address[..address.IndexOf('?', StringComparison.Ordinal)]);
        }

        Assert.Equal(128 + 2, await EndAsync(view, "-INT"));
    }

    [Fact]
    public async Task Log_view_ends_by_itself_when_its_time_is_over()
    {
        Record();
        using var view = Start("log", "view", "--for", "1s");
        await view.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, view.ExitCode);
    }

    [Theory]
    [InlineData("MB4503", "log", "view", "--for", "soon")]
    [InlineData("MB4101", "log", "view", "zz")]
    [InlineData("MB4501", "log", "html", "last", "-o", "/etc/passwd")]
    [InlineData("MB4505", "log", "html", "last", "-o", "/nowhere/x.html")]
    public async Task What_cannot_be_is_refused_with_its_code(string code, params string[] arguments)
    {
        Record();
        using var run = Start(arguments);
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, run.ExitCode);
        Assert.StartsWith($"error: {code} ", error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_html_writes_a_file_that_opens()
    {
        Record();
        using var run = Start("log", "html", "last");
        var path = (await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, Path.Combine(_state, "mcpbox-a1b2c3d4.html")), (run.ExitCode, path));
        await using var page = await chromium.OpenAsync($"file://{path}", offline: true);
        await page.RecordsAsync("5 records");
        await page.AssertQuietAsync($"file://{path}");
    }

    private static async Task<int> EndAsync(Process process, string signal)
    {
        using var kill = Process.Start("/bin/kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private Process Start(params string[] arguments)
    {
        Assert.True(File.Exists(McpBox), $"{McpBox} is missing. Run: make native");
        var start = new ProcessStartInfo(McpBox, arguments) { WorkingDirectory = _state, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_STATE_HOME"] = _state;
        return Process.Start(start)!;
    }

    private void Record()
    {
        using var session = new RecordedSession(Path.Combine(_state, "mcpbox", "journal"), "a1b2c3d4", "files", minute: 0);
        session.Call("read_file", """{"path":"/srv/x"}""", """{"content":[]}""");
        session.Call("read_file", """{"path":"/srv/y"}""", result: null);
        session.Seal();
    }
}
