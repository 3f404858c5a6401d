using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Posix.Io;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>Serves a build step until it ends: its words are kept, its connections are given to the gateway, its time is counted. One thread, and one for each connection.</summary>
internal sealed class BuildPump
{
    private const int TimeOver = 124;

    /// <summary>How often a cancelled token, and whether there is room for a connection, is looked at.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a connection may outlive its program: what it waits for then is a registry.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ISandbox _sandbox;
    private readonly BuildStep _step;
    private readonly BuildOutput _words = new();
    private readonly BuildStream _output;
    private readonly BuildStream _error;
    private readonly BuildConnections? _connections;

    public BuildPump(ISandbox sandbox, BuildStep step)
    {
        (_sandbox, _step) = (sandbox, step);
        _output = new BuildStream(sandbox.Output, _words, step.Said);
        _error = new BuildStream(sandbox.Error, _words, step.Said);
        _connections = step.Gateway is { } gateway ? new BuildConnections(gateway) : null;
    }

    /// <summary>Serves it. The sandbox has ended when this returns or throws, and so have the connections.</summary>
    /// <exception cref="PackageException">The program did not start.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BuildOutcome Run(CancellationToken cancellationToken)
    {
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            bool ended;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = _step.TimeLimit - TimeProvider.System.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    return Outcome(TimeOver, $"it was ended after {_step.TimeLimit.TotalMinutes:0.##} minutes");
                ended = Serve(left < Turn ? left : Turn);
            }
            while (!ended);
            var exit = _sandbox.WaitForExit();
            return exit.SetupFailure is { } failure
                ? throw new PackageException("MB6402", $"{_step.Program} did not start in the build sandbox: {failure}", "the message is the sandbox's own")
                : Outcome(exit.ShellCode, exit.OutOfMemory ? "it needed more memory than a build may have" : null);
        }
        finally
        {
            _sandbox.Kill();
            _connections?.AwaitEnd(Patience);
        }
    }

    private BuildOutcome Outcome(int code, string? remark)
    {
        _output.End();
        _error.End();
        if (remark is not null)
            _words.Add($"\n{remark}");
        return new BuildOutcome(code, _words.ToString());
    }

    /// <returns>True when everything has ended and everything was read.</returns>
    private bool Serve(TimeSpan patience)
    {
        var listener = _sandbox.Listeners is [var only] && _connections is { HasRoom: true } ? only : null;
        Span<PollFd> asked =
        [
            _output.Asked, _error.Asked,
            new PollFd { Fd = (int)_sandbox.ExitSignal.DangerousGetHandle(), Events = Descriptor.PollIn },
            new PollFd { Fd = listener is null ? -1 : (int)listener.DangerousGetHandle(), Events = Descriptor.PollIn },
        ];
        Descriptor.Poll(asked, (int)Math.Ceiling(patience.TotalMilliseconds));
        var read = false;
        if (asked[0].Revents != 0)
            read |= _output.Take();
        if (asked[1].Revents != 0)
            read |= _error.Take();
        if (asked[3].Revents != 0)
            _connections!.Accept(listener!);
        return asked[2].Revents != 0 && !read;
    }
}
