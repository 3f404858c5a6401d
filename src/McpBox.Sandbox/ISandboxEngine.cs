using System.Collections.Immutable;
using McpBox.Sandbox.Probe;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Sandbox;

/// <summary>Something that can run a <see cref="SandboxPlan"/>: bubblewrap, or a container engine.</summary>
public interface ISandboxEngine
{
    /// <summary>As written in profiles and on the command line: <c>bubblewrap</c>, <c>docker</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Says everything that would keep this engine from honouring the plan to the letter, before anything is started. Empty: it can.
    /// </summary>
    ImmutableArray<Refusal> Check(SandboxPlan plan);

    /// <summary>Starts the server. The streams are live when this returns; the sandbox ends when it is disposed.</summary>
    /// <param name="sessionId">Names what is visible on the host, such as the cgroup.</param>
    /// <param name="lastCheck">
    /// Asked when the sandbox stands and the server is not yet let go, so that what takes time can be looked at meanwhile; a refusal ends the start.
    /// </param>
    /// <exception cref="SandboxException">The sandbox could not be set up, is weaker than the plan, or was refused at last; nothing is left behind.</exception>
    ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null);

    /// <summary>
    /// Sets the sandbox up, lets the init look at it from inside, and takes it away again; the server is not started. Unlike
    /// <see cref="Start"/> it gives a report back that did not hold.
    /// </summary>
    /// <exception cref="SandboxException">The sandbox could not be set up; nothing is left behind.</exception>
    ProbeReport Probe(SandboxPlan plan, string sessionId);

    /// <summary>Everything of this user's sandboxes that can be seen on this engine, running or left over.</summary>
    /// <exception cref="SandboxException">The engine cannot be asked.</exception>
    ImmutableArray<SandboxTrace> FindTraces();

    /// <summary>Takes away what a dead owner left. Does nothing when it is gone already, or when its owner lives.</summary>
    /// <exception cref="SandboxException">It cannot be removed.</exception>
    void Remove(SandboxTrace trace);
}

/// <summary>
/// A running sandbox: three streams and an exit status. Owned by one thread. Disposing kills everything in it and waits until it is gone.
/// </summary>
public interface ISandbox : IDisposable
{
    /// <summary>Write end of the server's stdin. Pipe, O_NONBLOCK, close-on-exec.</summary>
    SafeFileHandle Input { get; }

    /// <summary>Read end of the server's stdout. Pipe, O_NONBLOCK, close-on-exec.</summary>
    SafeFileHandle Output { get; }

    /// <summary>Read end of the server's stderr. Pipe, O_NONBLOCK, close-on-exec.</summary>
    SafeFileHandle Error { get; }

    /// <summary>The plan's listeners, in its order: sockets that listen inside and are accepted from here. Close-on-exec, owned by the sandbox.</summary>
    ImmutableArray<SafeFileHandle> Listeners => [];

    /// <summary>Polls readable once the whole sandbox has ended (a pidfd, or the like).</summary>
    SafeFileHandle ExitSignal { get; }

    /// <summary>Sends SIGTERM to the server itself (not to the sandbox's own processes). Does nothing when it is gone.</summary>
    void Terminate();

    /// <summary>Kills everything in the sandbox at once. Does nothing when it is gone.</summary>
    void Kill();

    /// <summary>Waits for the end; call it after <see cref="ExitSignal"/> or <see cref="Kill"/>.</summary>
    SandboxExit WaitForExit();

    /// <summary>What the init saw before the server was started, for the manifest. It held, or the server would not have been started.</summary>
    ProbeReport Probe { get; }

    /// <summary>What was really done, for the manifest: engine version, uid, namespaces, which limits by which means. Key to value, sorted.</summary>
    ImmutableSortedDictionary<string, string> Facts { get; }
}

/// <summary>How a server ended.</summary>
/// <param name="Code">Exit code 0–255, when it exited by itself.</param>
/// <param name="Signal">Signal number, when a signal ended it.</param>
/// <param name="SetupFailure">Not null when the server never ran: the sandbox's own words about why.</param>
/// <param name="OutOfMemory">True when the memory limit of the sandbox killed a process in it.</param>
public sealed record SandboxExit(int? Code, int? Signal, string? SetupFailure = null, bool OutOfMemory = false)
{
    /// <summary>As a shell would say it: the code, or 128+n for a signal.</summary>
    public int ShellCode => Code ?? 128 + (Signal ?? 0);
}

/// <summary>Why something is not started.</summary>
/// <param name="Code">Stable <c>MBnnnn</c> code, explained in <c>docs/errors.md</c>.</param>
/// <param name="Message">The thing and the cause.</param>
/// <param name="Hint">The next step.</param>
public sealed record Refusal(string Code, string Message, string Hint);

/// <summary>A sandbox could not be set up.</summary>
public sealed class SandboxException(Refusal refusal) : Exception($"{refusal.Code} {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;
}
