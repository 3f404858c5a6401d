using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Packages.Building;

namespace McpBox.Packages.Tests.Hosting;

/// <summary>
/// No sandbox at all: the step's program on the host, with the gateway on a port of its own that stands wherever the fixed address would. For tests of
/// what happens around a build; what the sandbox holds is tested where the real one is.
/// </summary>
internal sealed class BareSandbox(string toolchain = "host linux-x64 glibc") : IBuildSandbox
{
    public string Toolchain => toolchain;

    public List<BuildStep> Steps { get; } = [];

    public BuildOutcome Run(BuildStep step, CancellationToken cancellationToken)
    {
        Steps.Add(step);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        if (step.Gateway is { } gateway)
        {
            listener.Start();
            new Thread(() => Accept(listener, gateway)) { IsBackground = true }.Start();
        }

        var address = step.Gateway is null ? BuildStep.GatewayAddress : $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var start = new ProcessStartInfo(step.Program == "python3" ? "/usr/bin/python3" : step.Program, step.Arguments.Select(word => word.Replace(BuildStep.GatewayAddress, address, StringComparison.Ordinal)))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = step.Folder,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = step.Folder;
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in step.Environment)
            start.Environment[name] = value.Replace(BuildStep.GatewayAddress, address, StringComparison.Ordinal);
        return End(Process.Start(start)!, step);
    }

    private static BuildOutcome End(Process process, BuildStep step)
    {
        using var ended = process;
        process.StandardInput.Close();
        var output = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (output)
                output.Append(line.Data).Append('\n');
            step.Said?.Invoke(line.Data);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new BuildOutcome(process.ExitCode, output.ToString());
    }

    private static void Accept(TcpListener listener, IBuildGateway gateway)
    {
        try
        {
            while (true)
            {
                var client = listener.AcceptTcpClient();
                new Thread(() => gateway.Serve(client.GetStream())) { IsBackground = true }.Start();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The step is over.
        }
    }
}
