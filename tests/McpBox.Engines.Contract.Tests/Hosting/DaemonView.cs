using System.Net.Sockets;
using System.Text.Json;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>What a daemon says of containers, asked past the engine under test (https://docs.docker.com/reference/api/engine/version/v1.41/).</summary>
internal static class DaemonView
{
    /// <summary>Ids of the containers of a session, running or not.</summary>
    public static IReadOnlyList<string> Containers(string daemon, string session)
    {
        var filter = Uri.EscapeDataString($$"""{"label":["mcpbox.session={{session}}"]}""");
        using var list = JsonDocument.Parse(Ask(daemon, $"containers/json?all=1&filters={filter}"));
        return [.. list.RootElement.EnumerateArray().Select(static container => container.GetProperty("Id").GetString()!)];
    }

    /// <summary>All that <c>docker inspect</c> shows of a session's one container.</summary>
    public static string Inspect(string daemon, string session) => Ask(daemon, $"containers/{Assert.Single(Containers(daemon, session))}/json");

    private static string Ask(string daemon, string path)
    {
        var socket = daemon["unix://".Length..];
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        return client.GetStringAsync(new Uri("http://daemon/v1.40/" + path)).GetAwaiter().GetResult();
    }
}
