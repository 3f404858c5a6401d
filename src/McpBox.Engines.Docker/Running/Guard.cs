using System.Globalization;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Posix.Spawning;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// A small process that outlives this one, for the milliseconds in which the container exists and its init does not hear us yet. It waits
/// for the end of a pipe that we hold; where we end before it is let go, it removes what is labelled with the session, and its folder.
/// </summary>
internal sealed class Guard : IDisposable
{
    private readonly ChildProcess _process;
    private readonly Pipe _leash;
    private bool _released;

    private Guard(ChildProcess process, Pipe leash) => (_process, _leash) = (process, leash);

    /// <summary>Starts it.</summary>
    /// <param name="folder">The session's; null with a daemon elsewhere.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Guard Start(GuardProgram program, DockerEndpoint endpoint, string session, string? folder)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var leash = Pipe.Open();
        string[] arguments = [program.Path, .. program.Arguments, session, folder ?? "", .. Words(endpoint)];
        var process = ChildProcess.Start(program.Path, arguments, [], [leash.Reader, nothing, nothing]);
        leash.Reader.Dispose();
        return new Guard(process, leash);
    }

    /// <summary>The endpoint that <see cref="Words"/> wrote; null where the words are none.</summary>
    public static DockerEndpoint? Endpoint(ReadOnlySpan<string> words) => words switch
    {
        ["unix", var path] => new DockerEndpoint(new DaemonAddress.Unix(path), null, nameof(Guard)),
        ["tcp", var host, var port] => new DockerEndpoint(Tcp(host, port), null, nameof(Guard)),
        ["tcp", var host, var port, var authority, var certificate, var key] =>
            new DockerEndpoint(Tcp(host, port), new EndpointTls(OrNull(authority), OrNull(certificate), OrNull(key)), nameof(Guard)),
        _ => null,
    };

    /// <summary>Ends the guard: the container is the init's to end from now on, or gone.</summary>
    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        _process.Kill();
        _ = _process.Wait();
        _process.Dispose();
        _leash.Dispose();
    }

    private static string[] Words(DockerEndpoint endpoint) => endpoint switch
    {
        { Address: DaemonAddress.Unix unix } => ["unix", unix.Path],
        { Address: DaemonAddress.Tcp tcp, Tls: { } tls } => ["tcp", tcp.Host, Text(tcp.Port), tls.Authority ?? "", tls.Certificate ?? "", tls.Key ?? ""],
        { Address: DaemonAddress.Tcp tcp } => ["tcp", tcp.Host, Text(tcp.Port)],
        _ => throw new NotSupportedException($"{endpoint} is of another system"),
    };

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static DaemonAddress.Tcp Tcp(string host, string port) => new(host, int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture));

    private static string? OrNull(string word) => word.Length == 0 ? null : word;
}
