using System.Diagnostics;
using System.Text;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>
/// A started program with its three streams as raw bytes: no encoding, no line reader, nothing that could repair what went over the wire.
/// Every wait ends after <see cref="Patience"/> with what the program said on stderr.
/// </summary>
internal sealed class RawSession : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ByteReader _output;
    private readonly StderrTail _stderr;
    private readonly PeakMemory _peak;

    private RawSession(Process process)
    {
        _process = process;
        _output = new ByteReader(process.StandardOutput.BaseStream);
        _stderr = new StderrTail(process.StandardError.BaseStream);
        _peak = new PeakMemory(process.Id);
    }

    /// <summary>How long each wait lasts at most.</summary>
    public TimeSpan Patience { get; set; } = Eventually.Timeout;

    public int Pid => _process.Id;

    /// <summary>What the program has said on stderr so far; of a flood, the end.</summary>
    public string Stderr => _stderr.Text;

    /// <summary>Highest resident memory that was seen, in bytes.</summary>
    public long PeakMemory => _peak.Bytes;

    /// <summary>Starts the program.</summary>
    /// <param name="environment">The whole environment: nothing is inherited.</param>
    public static RawSession Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory = "/")
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new RawSession(Process.Start(start)!);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await WithinAsync(_process.StandardInput.BaseStream.WriteAsync(bytes).AsTask(), "the program does not read");
        await _process.StandardInput.BaseStream.FlushAsync();
    }

    /// <summary>Writes without a time-out: for tests of a peer that does not read. The task fails when the program ends.</summary>
    public Task SendWithoutLimitAsync(ReadOnlyMemory<byte> bytes) => _process.StandardInput.BaseStream.WriteAsync(bytes).AsTask();

    /// <summary>Sends a request with this id and method, on a line of its own.</summary>
    public Task RequestAsync(int id, string method = "ping") => SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"}""" + "\n");

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Stops listening: what the program writes from now on is an EPIPE.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    /// <summary>The next line with its line feed; the rest at the end of the stream; null after it.</summary>
    public Task<byte[]?> ReadFrameAsync() => WithinAsync(_output.ReadLineAsync(), "no line came");

    public async Task<string?> ReadTextAsync() => await ReadFrameAsync() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public Task<byte[]> ReadToEndAsync() => WithinAsync(_output.ReadToEndAsync(), "stdout does not end");

    /// <summary>The exit code as a shell would say it: 128+n for a signal.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await WithinAsync(_process.WaitForExitAsync(), "the program does not end");
        await WithinAsync(_stderr.Ended, "stderr does not end: somebody holds it");
        return _process.ExitCode;
    }

    public void Signal(int signal) => Signals.Send(Pid, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _peak.DisposeAsync();
        _process.Dispose();
    }

    private async Task WithinAsync(Task task, string otherwise)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{otherwise}; on stderr: {Stderr}");
        }
    }

    private async Task<T> WithinAsync<T>(Task<T> task, string otherwise)
    {
        await WithinAsync((Task)task, otherwise);
        return await task;
    }
}
