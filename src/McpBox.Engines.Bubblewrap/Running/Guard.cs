using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// A shell that kills the sandbox when this process is gone, for the milliseconds in which bwrap's own <c>--die-with-parent</c> does not
/// hold yet: its inner process asks for its parent's death only once it has set everything up. If mcpbox is killed before that, bwrap's
/// monitor dies with it and the inner process waits for ever, or worse, finds its gates closed and runs the server for nobody.
/// </summary>
/// <remarks>
/// It reads what bwrap writes to <c>--info-fd</c> from a pipe whose other end this process keeps open and never writes to; the end of
/// that pipe is the end of this process. It also holds the writing end of the gate, so that the gate cannot open by our end; and where
/// bwrap's monitor died before it said its child's number, the child is known by having the gate open. All of it is built into the shell.
/// </remarks>
internal sealed class Guard : IDisposable
{
    private const string Shell = "/bin/sh";

    private const string Script = """
        while read -r key value; do
          case "$key" in '"child-pid":') child=${value%,} ;; esac
        done
        if [ "$child" ]; then
          kill -KILL "$child"
        else
          for process in /proc/[0-9]*; do
            [ "$process/fd/$1" -ef /proc/self/fd/3 ] && kill -KILL "${process#/proc/}"
          done
        fi
        """;

    private readonly ChildProcess _shell;
    private readonly SafeFileHandle _writer;
    private bool _released;

    private Guard(ChildProcess shell, SafeFileHandle writer)
    {
        _shell = shell;
        _writer = writer;
    }

    /// <summary>Starts the guard.</summary>
    /// <param name="info">Its writer goes to bwrap too; the guard keeps it until it is disposed.</param>
    /// <param name="gate">Writing end of the gate.</param>
    /// <param name="gateNumber">Number that the gate's reading end has in bwrap.</param>
    public static Guard Start(Pipe info, SafeFileHandle gate, int gateNumber)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var shell = ChildProcess.Start(Shell, ["sh", "-c", Script, "sh", $"{gateNumber}"], [], [info.Reader, nothing, nothing, gate]);
        info.Reader.Dispose();
        return new Guard(shell, info.Writer);
    }

    /// <summary>Ends the guard without a kill: the sandbox is gone, and its number may soon be somebody else's.</summary>
    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        _shell.Kill();
        _ = _shell.Wait();
        _shell.Dispose();
        _writer.Dispose();
    }
}
