using System.Net;
using System.Net.Sockets;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Debian's docker-registry on a free port of the loopback, with a folder of its own.</summary>
internal sealed class ImageRegistry : IAsyncDisposable
{
    private readonly RawSession _process;

    private ImageRegistry(RawSession process, int port) => (_process, Domain) = (process, $"127.0.0.1:{port}");

    /// <summary>What references to it begin with.</summary>
    public string Domain { get; }

    public static async Task<ImageRegistry> StartAsync(string folder)
    {
        var port = FreePort();
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{folder}} } }
            http: { addr: "127.0.0.1:{{port}}" }
            """);
        var registry = new ImageRegistry(RawSession.Start(ContainerTool.Command(["docker-registry", "serve", configuration]), ContainerTool.Environment), port);
        await Eventually.TrueAsync(() => Listens(port), "docker-registry does not listen");
        return registry;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
