using McpBox.Posix.Io;
using McpBox.Relay;
using McpBox.Sandbox;

namespace McpBox.Session;

/// <summary>The waist between the planes: a sandbox's three streams and its exit status, as the relay wants them.</summary>
internal sealed class SandboxedServer(ISandbox sandbox) : IServerProcess
{
    private SandboxExit? _exit;

    public NonBlockingWriter Input { get; } = NonBlockingWriter.ForNonBlocking(sandbox.Input);

    public int Output => (int)sandbox.Output.DangerousGetHandle();

    public int Diagnostics => (int)sandbox.Error.DangerousGetHandle();

    public int Exit => (int)sandbox.ExitSignal.DangerousGetHandle();

    public void CloseInput() => sandbox.Input.Dispose();

    public void Terminate() => sandbox.Terminate();

    public void Kill() => sandbox.Kill();

    public SandboxExit WaitForExit() => _exit ??= sandbox.WaitForExit();

    public string DescribeEnd() => WaitForExit().Describe();
}
