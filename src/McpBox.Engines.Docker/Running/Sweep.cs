using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>Takes away what dead sessions left, beside a running one: once at its start, on a thread of its own, so that it costs it nothing.</summary>
internal sealed class Sweep : IDisposable
{
    private const int StackSize = 256 << 10;

    private readonly Thread _thread;

    public Sweep(ISandboxEngine engine)
    {
        _thread = new Thread(() => Run(engine), StackSize) { IsBackground = true, Name = "sweep" };
        _thread.Start();
    }

    public void Dispose() => _thread.Join();

    private static void Run(ISandboxEngine engine)
    {
        try
        {
            foreach (var trace in engine.FindTraces().Where(static trace => !trace.OwnerAlive))
                engine.Remove(trace);
        }
#pragma warning disable CA1031, RCS1075 // On a thread of its own an exception would end the process, and with it a session that has no part in it.
        catch (Exception)
#pragma warning restore CA1031, RCS1075
        {
            // What cannot be asked now is asked at the next start, or by `mcpbox gc`, which says why.
        }
    }
}
