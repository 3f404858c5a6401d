using System.Collections.Immutable;
using System.Text;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Tests.Hosting;

/// <summary>
/// The init as pid 1 of a plain bubblewrap sandbox, without filter or limits: what it does, not what its sandbox holds, is looked at. It is /init
/// inside, and /box is a folder of the test.
/// </summary>
internal sealed class BoxedInit : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Options =
    [
        "--unshare-all", "--as-pid-1", "--die-with-parent", "--cap-drop", "ALL", "--clearenv", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin",
        "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        "--ro-bind", Programs.Init, "/init", "--setenv", "OF_THE_IMAGE", "1",
    ];

    /// <summary>
    /// Pid 1 before it becomes the init: starts a lease, as a daemon would in a container, and sees that its signal stays for the init (dash would
    /// unblock it). The lease's number is in /tmp/lease, and that of the process that holds its stdin in /tmp/holder.
    /// </summary>
    private const string WithLeaseFirst = """
        mkfifo /tmp/leash; sleep 1000 >/tmp/leash & echo $! >/tmp/holder
        /init lease </tmp/leash >/tmp/held & echo $! >/tmp/lease
        while ! [ -s /tmp/held ]; do :; done
        exec /init attach
        """;

    private readonly ChildProcess _monitor;

    private BoxedInit(string? folder, string[] program, SafeFileHandle[] handles)
    {
        string[] box = folder is null ? [] : ["--bind", folder, "/box"];
        _monitor = ChildProcess.Start("/usr/bin/bwrap", ["bwrap", .. Options, .. box, "--", .. program], [], handles);
        foreach (var handle in handles)
            handle.Dispose();
    }

    public required DescriptorStream Input { get; init; }

    public required DescriptorStream Output { get; init; }

    public required DescriptorStream Error { get; init; }

    public static InitOrder Order(params ImmutableArray<string> command) => new()
    {
        Command = command,
        Environment = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("PATH", "/nowhere:/usr/bin")]),
        WorkingDirectory = "/tmp",
    };

    public static InitOrder Shell(string script) => Order("sh", "-c", script);

    /// <summary>Starts it with five inherited descriptors.</summary>
    public static (BoxedInit Init, InitChannel Channel, DescriptorStream Control) WithDescriptors()
    {
        var (control, report, input, output, error) = (Pipe.Open(), Pipe.Open(), Pipe.Open(), Pipe.Open(), Pipe.Open());
        var init = new BoxedInit(null, ["/init", "descriptors", "3", "4", "5", "6", "7", "a-name"],
            [Nothing(), Nothing(), Nothing(), control.Reader, report.Writer, input.Reader, output.Writer, error.Writer])
        {
            Input = Stream(input.Writer),
            Output = Stream(output.Reader),
            Error = Stream(error.Reader),
        };
        var stream = Stream(control.Writer);
        return (init, new InitChannel(stream, Stream(report.Reader)), stream);
    }

    /// <summary>Starts it with nothing but streams of its own.</summary>
    public static BoxedInit WithStreams(string? folder, params string[] arguments) => Start(folder, ["/init", .. arguments]);

    /// <summary>Starts it with nothing but streams of its own, in a sandbox where a lease is held.</summary>
    public static BoxedInit WithLease() => Start(null, ["/usr/bin/env", "--block-signal=USR1", "PATH=/usr/bin", "bash", "-c", WithLeaseFirst]);

    private static BoxedInit Start(string? folder, string[] program)
    {
        var (input, output, error) = (Pipe.Open(), Pipe.Open(), Pipe.Open());
        return new BoxedInit(folder, program, [input.Reader, output.Writer, error.Writer])
        {
            Input = Stream(input.Writer),
            Output = Stream(output.Reader),
            Error = Stream(error.Reader),
        };
    }

    public static DescriptorStream Stream(SafeFileHandle handle) => new(handle) { Limit = Patience };

    public static string TextOf(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Waits for the end of bwrap's monitor, which ends as pid 1 does; it has then killed everything inside.</summary>
    public int? Wait() => _monitor.Wait()?.Code;

    public void Dispose()
    {
        _monitor.Kill();
        _ = _monitor.Wait();
        _monitor.Dispose();
        foreach (var stream in new[] { Input, Output, Error })
            stream.Dispose();
    }

    private static SafeFileHandle Nothing() => File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
}
