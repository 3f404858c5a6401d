using System.Text;
using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Cli.Packages;

/// <summary>Serves a build step until it ends: its words are kept, its connections are given to the gateway, its time is counted. One thread, and one for each connection.</summary>
internal sealed class BuildPump(ISandbox sandbox, BuildStep step)
{
    private const int Kept = 64 << 10;
    private const int MostConnections = 64;
    private const int TimeOver = 124;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How often a cancelled token is looked at.</summary>
    private const int Turn = 250;

    private readonly StringBuilder _output = new();
    private readonly LineSplitter _lines = new(step.Said);
    private int _connections;

    public BuildOutcome Run(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TimeProvider.System.GetElapsedTime(started) > step.TimeLimit)
                return new BuildOutcome(TimeOver, $"{_output}\nmore than {step.TimeLimit.TotalMinutes} minutes");
            if (Wait())
                break;
        }

        _lines.End();
        var exit = sandbox.WaitForExit();
        return exit.SetupFailure is { } failure
            ? throw new PackageException("MB6402", $"{step.Program} did not start in the build sandbox: {failure}", "the message is the sandbox's own")
            : new BuildOutcome(exit.ShellCode, exit.OutOfMemory ? $"{_output}\nit needed more memory than a build may have" : _output.ToString());
    }

    /// <returns>True when everything has ended and everything was read.</returns>
    private bool Wait()
    {
        var listener = sandbox.Listeners is [var only] && Volatile.Read(ref _connections) < MostConnections ? only : null;
        Span<PollFd> asked =
        [
            Asked(sandbox.Output), Asked(sandbox.Error), Asked(sandbox.ExitSignal), listener is null ? new PollFd { Fd = -1 } : Asked(listener),
        ];
        Descriptor.Poll(asked, Turn);
        var read = false;
        if (asked[0].Revents != 0)
            read |= Take(sandbox.Output);
        if (asked[1].Revents != 0)
            read |= Take(sandbox.Error);
        if (asked[3].Revents != 0)
            Accept(listener!);
        return asked[2].Revents != 0 && !read;
    }

    private static PollFd Asked(SafeFileHandle handle) => new() { Fd = (int)handle.DangerousGetHandle(), Events = Descriptor.PollIn };

    private bool Take(SafeFileHandle stream)
    {
        Span<byte> buffer = stackalloc byte[16 << 10];
        var result = Descriptor.Read((int)stream.DangerousGetHandle(), buffer);
        if (result.Status != IoStatus.Ok)
            return false;
        var text = Encoding.UTF8.GetString(buffer[..result.Count]);
        _output.Append(text);
        if (_output.Length > 2 * Kept)
            _output.Remove(0, _output.Length - Kept);
        _lines.Add(text);
        return true;
    }

    private void Accept(SafeFileHandle listener)
    {
        var connection = new DescriptorStream(ListeningSocket.Accept(listener)) { Limit = Patience };
        Interlocked.Increment(ref _connections);
        new Thread(() =>
        {
            using (connection)
                step.Gateway!.Serve(connection);
            Interlocked.Decrement(ref _connections);
        }) { IsBackground = true }.Start();
    }

    /// <summary>Whole lines for whoever watches; a line without an end is cut.</summary>
    private sealed class LineSplitter(Action<string>? said)
    {
        private const int Longest = 1000;
        private readonly StringBuilder _line = new();

        public void Add(string text)
        {
            foreach (var c in text)
            {
                if (c == '\n')
                    End();
                else if (_line.Length < Longest)
                    _line.Append(c);
            }
        }

        public void End()
        {
            if (_line.Length > 0)
                said?.Invoke(_line.ToString());
            _line.Clear();
        }
    }
}
