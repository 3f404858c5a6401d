using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Running;

/// <summary>The way to a container's init and to its server's streams: FIFOs, or the daemon's attach stream.</summary>
internal abstract class StdioLink : IDisposable
{
    /// <summary>As in <see cref="PlanWords"/>.</summary>
    public abstract StdioMode Mode { get; }

    /// <summary>As <see cref="ISandbox.Input"/>, and so on.</summary>
    public abstract SafeFileHandle Input { get; }

    public abstract SafeFileHandle Output { get; }

    public abstract SafeFileHandle Error { get; }

    /// <summary>As <see cref="ISandbox.Listeners"/>; there once the report is.</summary>
    public virtual ImmutableArray<SafeFileHandle> Listeners => [];

    /// <summary>Polls readable once the server has ended.</summary>
    public abstract SafeFileHandle Ended { get; }

    /// <summary>Does what has to be done when the container exists, before it is started.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Gives the order to the init of a container that was just started, and waits for what it saw.</summary>
    /// <exception cref="IOException">It does not answer, or says what is no report.</exception>
    public abstract InitReport Ask(InitOrder order);

    /// <summary>Lets the server start, and waits until it has.</summary>
    /// <returns>Null when it has; else why not.</returns>
    /// <exception cref="IOException">The init has ended.</exception>
    public abstract InitEvent.Failed? Go();

    /// <summary>Asks the server to end, SIGTERM. Does nothing when it is gone.</summary>
    public abstract void Terminate();

    /// <summary>Ends everything inside, by ending what the init listens to.</summary>
    public abstract void End();

    /// <summary>Waits for the end.</summary>
    /// <param name="patience">How long, or without end.</param>
    /// <param name="exit">What the init says of it; null where it says nothing.</param>
    /// <returns>False when it did not come in time.</returns>
    public abstract bool Await(TimeSpan patience, out InitEvent.Exited? exit);

    public abstract void Dispose();
}
