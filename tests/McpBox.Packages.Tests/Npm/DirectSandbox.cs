using System.Diagnostics;
using System.Net.Sockets;
using McpBox.Packages.Building;

namespace McpBox.Packages.Tests.Npm;

/// <summary>
/// Runs a step with the host's own files, and with no network but a loopback of its own. Where there is a gateway, a few lines of node listen at its
/// address inside and pass each connection to a socket of the test. It shows what npm does, not that it cannot get out.
/// </summary>
internal sealed class DirectSandbox : IBuildSandbox
{
    private const string Relay = """
        const net = require('net'), { spawn } = require('child_process');
        const [socket, program, ...rest] = process.argv.slice(1);
        const end = () => spawn(program, rest, { stdio: 'inherit' }).on('exit', code => process.exit(code ?? 128));
        if (!socket) end();
        else net.createServer(inside => {
          const outside = net.connect(socket);
          inside.pipe(outside).pipe(inside);
          for (const one of [inside, outside]) one.on('error', () => { inside.destroy(); outside.destroy(); });
        }).listen(4873, '127.0.0.1', end);
        """;

    public List<BuildStep> Steps { get; } = [];

    public string Toolchain => "host linux-x64 glibc";

    public BuildOutcome Run(BuildStep step, CancellationToken cancellationToken)
    {
        Steps.Add(step);
        var path = Path.Combine(Path.GetTempPath(), $"mcpbox-npm-{Guid.NewGuid():N}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (step.Gateway is { } gateway)
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(64);
            new Thread(() => Accept(socket, gateway)) { IsBackground = true }.Start();
        }

        using var process = Process.Start(Start(step, step.Gateway is null ? "" : path))!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        File.Delete(path);
        return new BuildOutcome(process.ExitCode, output);
    }

    private static ProcessStartInfo Start(BuildStep step, string socket)
    {
        var start = new ProcessStartInfo("bwrap") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = "/tmp";
        foreach (var (name, value) in step.Environment)
            start.Environment[name] = value;
        foreach (var word in (string[])["--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--chdir", step.Folder, "--", "node", "-e", Relay, "--", socket, step.Program])
            start.ArgumentList.Add(word);
        foreach (var word in step.Arguments)
            start.ArgumentList.Add(word);
        return start;
    }

    private static void Accept(Socket socket, IBuildGateway gateway)
    {
        try
        {
            while (true)
            {
                var stream = new NetworkStream(socket.Accept(), ownsSocket: true);
                new Thread(() => gateway.Serve(stream)) { IsBackground = true }.Start();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The step has ended.
        }
    }
}
