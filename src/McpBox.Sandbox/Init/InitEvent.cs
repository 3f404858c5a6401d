namespace McpBox.Sandbox.Init;

/// <summary>What the init says after <see cref="InitProtocol.Go"/>, where it has a report channel of its own.</summary>
public abstract record InitEvent
{
    private InitEvent()
    {
    }

    /// <summary>The server was executed.</summary>
    public sealed record Started : InitEvent;

    /// <summary>The server could not be executed.</summary>
    /// <param name="Errno">errno(3) of execve(2) or of what went before it.</param>
    /// <param name="Message">The thing and the cause, for people.</param>
    public sealed record Failed(int Errno, string Message) : InitEvent;

    /// <summary>The server ended; the init ends after this, and everything else in the sandbox with it.</summary>
    /// <param name="Code">Exit code 0–255, when it exited by itself.</param>
    /// <param name="Signal">Signal number, when a signal ended it.</param>
    /// <param name="OutOfMemory">True when the sandbox's cgroup shows from inside that its memory limit killed a process; null where it does not show.</param>
    public sealed record Exited(int? Code, int? Signal, bool? OutOfMemory) : InitEvent;
}
