using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace McpBox.Testing;

/// <summary>Things of the host that the probe looks for inside: sockets, shared memory, a file, a process. They live as long as the tests.</summary>
internal static class HostThings
{
    private static readonly Lazy<ImmutableArray<string>> Made = new(Make);

    /// <summary>As the probe takes them: <c>port=40000</c>.</summary>
    public static ImmutableArray<string> Arguments => Made.Value;

    private static ImmutableArray<string> Make()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(64);
        var name = $"mcpbox-test-{Environment.ProcessId}";
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint("\0" + name));
        socket.Listen(64);
        var memory = SharedMemory.Make();
        var shared = $"/dev/shm/{name}";
        File.WriteAllText(shared, "of the host");
        var secret = Path.GetTempFileName();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            listener.Dispose();
            socket.Dispose();
            SharedMemory.Remove(memory);
            File.Delete(shared);
            File.Delete(secret);
        };
        string[] kinds = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];
        return
        [
            $"port={((IPEndPoint)listener.LocalEndpoint).Port}", $"abstract={name}", $"shm-key={SharedMemory.Key}", $"shm-name={name}",
            $"secret={secret}", $"foreign-pid={Environment.ProcessId}", .. kinds.Select(static kind => $"{kind}={new FileInfo($"/proc/self/ns/{kind}").LinkTarget}")
                .Select(static pair => "namespace-" + pair),
        ];
    }
}
