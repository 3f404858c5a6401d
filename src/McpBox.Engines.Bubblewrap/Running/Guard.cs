using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// A shell that kills what bwrap has made when this process is gone, for the milliseconds before the init is there to see that: bwrap's inner
/// process asks for its parent's death only once it has set everything up. If mcpbox is killed before that, bwrap's monitor dies with it
/// and the inner process waits for ever for a word of the monitor. (No server runs by that, whatever happens: only mcpbox says go.)
/// </summary>
/// <remarks>
/// It reads what bwrap writes to <c>--info-fd</c> from a pipe whose other end this process keeps open and never writes to; the end of
/// that pipe is the end of this process. Where bwrap's monitor died before it said its child's number, the child is known by having the
/// init's control channel open, of which the guard holds an end to compare with. All of it is built into the shell.
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
            [ "$process" != "/proc/$$" ] && [ "$process/fd/$1" -ef /proc/self/fd/3 ] && kill -KILL "${process#/proc/}"
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
    /// <param name="mark">Either end of a pipe that bwrap's inner process has open; not the writing one, if its end is waited for.</param>
    /// <param name="markNumber">Number that it has in bwrap.</param>
    public static Guard Start(Pipe info, SafeFileHandle mark, int markNumber)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var shell = ChildProcess.Start(Shell, ["sh", "-c", Script, "sh", $"{markNumber}"], [], [info.Reader, nothing, nothing, mark]);
        info.Reader.Dispose();
        return new Guard(shell, info.Writer);
    }

    /// <summary>Ends the guard without a kill: the init watches, or the sandbox is gone and its number may soon be somebody else's.</summary>
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
