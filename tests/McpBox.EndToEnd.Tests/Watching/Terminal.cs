using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Watching;

/// <summary>A program on a terminal of its own: script(1) of util-linux has the other end, and keeps what is written.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly RawSession _script;
    private readonly string _written;
    private readonly string _name;

    private Terminal(RawSession script, string written, string name) => (_script, _written, _name) = (script, written, name);

    public TerminalGrid Grid => TerminalGrid.Of(Written);

    /// <summary>All that was written so far.</summary>
    public string Written
    {
        get
        {
            using var file = new FileStream(_written, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.UTF8);
            var text = reader.ReadToEnd();

            // script's own first and last line.
            var start = text.StartsWith("Script started", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
            var end = text.LastIndexOf("\nScript done", StringComparison.Ordinal);
            return end < start ? text[start..] : text[start..end];
        }
    }

    public static Terminal Start(Box box, int columns, int rows, string command)
    {
        var (written, name) = (Path.Combine(box.Shared, "typescript"), Path.Combine(box.Shared, "tty"));
        box.Environment["TERM"] = "xterm";
        box.Environment["SHELL"] = "/bin/sh";
        var inside = $"stty cols {columns} rows {rows}; tty > {name}; exec {command}";
        return new Terminal(box.Start(["/usr/bin/script", "-q", "-f", "-e", "-c", inside, written]), written, name);
    }

    public async Task ShowsAsync(Func<TerminalGrid, bool> what) =>
        await Eventually.TrueAsync(() => what(Grid), "the terminal does not show it")
            .ContinueWith(shown => Assert.True(shown.IsCompletedSuccessfully, $"the terminal shows:\n{string.Join('\n', Grid.Lines)}\n{_script.Stderr}"), TaskScheduler.Default);

    public async Task ResizeAsync(int columns)
    {
        using var stty = System.Diagnostics.Process.Start("/usr/bin/stty", ["-F", File.ReadAllText(_name).Trim(), "cols", $"{columns}"]);
        await stty.WaitForExitAsync();
        Assert.Equal(0, stty.ExitCode);
    }

    public Task TypeAsync(string keys) => _script.SendAsync(keys);

    public Task<int> ExitCodeAsync() => _script.ExitCodeAsync();

    public ValueTask DisposeAsync() => _script.DisposeAsync();
}
