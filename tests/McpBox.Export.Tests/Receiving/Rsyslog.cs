using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Export.Tests.Receiving;

/// <summary>
/// Debian's rsyslogd on ports and sockets of its own; it writes what it parsed out of each message to a FIFO, one JSON object a line, so that a test
/// waits for the message and not for a clock.
/// </summary>
public sealed class Rsyslog : IDisposable
{
    private const string Program = "/usr/sbin/rsyslogd";

    private readonly ScratchFolder _scratch = new();
    private readonly RunningProgram _program;
    private readonly StreamReader _reader;
    private readonly BlockingCollection<string> _lines = [];

    public Rsyslog()
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: scripts/setup.sh test installs it");
        var authority = new Authority(_scratch, "trusted");
        CaFile = authority.File;
        OtherCaFile = new Authority(_scratch, "other").File;
        var fifo = _scratch.File("parsed");
        Libc.MakeFifo(fifo);

        // Open for reading and writing: the open does not wait for the other side, and its end is not our end of file.
        var descriptor = Libc.OpenReadWrite(fifo);
        McpBox.Posix.Io.Descriptor.TryEnlargePipe(descriptor, 1 << 20); // a thousand messages, however late the reader is
        var ours = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, 1);
        _reader = new StreamReader(ours, new UTF8Encoding(false));
        File.WriteAllText(_scratch.File("rsyslog.conf"), Configuration(authority, fifo));
        _program = new RunningProgram(Program, ["-n", "-f", _scratch.File("rsyslog.conf"), "-i", _scratch.File("pid")], [], _scratch.Path);
        _program.IgnoreOutput();
        new Thread(Drain) { IsBackground = true }.Start();

        // Its own first message: by then every input is open.
        while (Line().GetProperty("app").GetString() != "rsyslogd")
        {
        }

        TcpPort = Port("tcp.port");
        TlsPort = Port("tls.port");
    }

    public int TcpPort { get; }

    public int TlsPort { get; }

    /// <summary>PEM of the authority that signed its certificate.</summary>
    public string CaFile { get; }

    /// <summary>PEM of one that did not.</summary>
    public string OtherCaFile { get; }

    public string DatagramSocket => _scratch.File("dgram.sock");

    public string StreamSocket => _scratch.File("stream.sock");

    /// <summary>The next messages as it parsed them, its own aside.</summary>
    internal IReadOnlyList<JsonElement> Take(int count)
    {
        var taken = new List<JsonElement>();
        while (taken.Count < count)
        {
            var line = Line();
            if (!line.GetProperty("app").GetString()!.StartsWith("rsyslogd", StringComparison.Ordinal))
                taken.Add(line);
        }

        return taken;
    }

    public void Dispose()
    {
        _program.Dispose();
        File.AppendAllText(_scratch.File("parsed"), "\n");
        _scratch.Dispose();
    }

    // rsyslogd does not wait for a FIFO that is full: it would drop what a test has yet to ask for.
    private void Drain()
    {
        using (_reader)
        {
            while (_reader.ReadLine() is { Length: > 0 } line)
                _lines.Add(line);
        }
    }

    private JsonElement Line()
    {
        Assert.True(_lines.TryTake(out var line, Patience.Long), "rsyslogd wrote nothing more");
        using var json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }

    private int Port(string file) => int.Parse(File.ReadAllText(_scratch.File(file)), CultureInfo.InvariantCulture);

    private string Configuration(Authority authority, string fifo) =>
        $$"""
        global(workDirectory="{{_scratch.Path}}" net.enableDNS="off" processInternalMessages="on")
        module(load="imtcp")
        module(load="imptcp")
        module(load="imuxsock" SysSock.Use="off")
        input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="{{_scratch.File("tcp.port")}}")
        input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="{{_scratch.File("tls.port")}}"
          streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"
          streamDriver.caFile="{{authority.File}}" streamDriver.certFile="{{authority.CertificateFile}}" streamDriver.keyFile="{{authority.KeyFile}}")
        input(type="imptcp" path="{{StreamSocket}}")
        input(type="imuxsock" socket="{{DatagramSocket}}" useSpecialParser="off" parseHostname="on" useSysTimeStamp="off" ignoreTimestamp="off" rateLimit.interval="0")
        template(name="parsed" type="list" option.jsonf="on") {
          property(outname="pri" name="pri" format="jsonf")
          property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
          property(outname="host" name="hostname" format="jsonf")
          property(outname="app" name="app-name" format="jsonf")
          property(outname="procid" name="procid" format="jsonf")
          property(outname="msgid" name="msgid" format="jsonf")
          property(outname="sd" name="structured-data" format="jsonf")
          property(outname="msg" name="msg" format="jsonf")
          property(outname="input" name="inputname" format="jsonf")
          property(outname="raw" name="rawmsg" format="jsonf")
        }
        action(type="ompipe" pipe="{{fifo}}" template="parsed")

        """;
}
