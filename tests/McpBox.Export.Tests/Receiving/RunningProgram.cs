using System.Diagnostics;

namespace McpBox.Export.Tests.Receiving;

/// <summary>A program that a test started, and ends: this one, by its number.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;

    public RunningProgram(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>The next line of its stdout that begins so, without that beginning.</summary>
    public string NextLine(string beginning)
    {
        while (_process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Long).GetAwaiter().GetResult() is { } line)
        {
            if (line.Trim().StartsWith(beginning, StringComparison.Ordinal))
                return line.Trim()[beginning.Length..].Trim();
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} ended before it said: {beginning}");
    }

    /// <summary>Nobody asks for lines any more; a full pipe would stop the program.</summary>
    public void IgnoreOutput() => _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
