using System.Buffers.Binary;
using System.Net;
using System.Text;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>The network namespace. Nothing is sent: connect(2) of a datagram socket only looks for a route.</summary>
internal static unsafe class NetworkView
{
    /// <summary>The metadata service of clouds, and addresses that stand for any (RFC 5737, RFC 3849).</summary>
    private static readonly string[] Elsewhere = ["169.254.169.254", "192.0.2.1", "2001:db8::1"];

    private static readonly string[] SocketTables = ["tcp", "udp"];

    internal static string Interfaces()
    {
        const int headings = 2;
        var socket = Native.Socket(Native.Internet, Native.Datagrams, 0);
        try
        {
            return ProbeWords.List(Files.ReadLines("/proc/net/dev").Skip(headings)
                .Select(static line => line.Split(':')[0].Trim())
                .Select(name => IsDown(socket, name) ? name + ProbeWords.Down : name));
        }
        finally
        {
            _ = Native.Close(socket);
        }
    }

    /// <summary>Interfaces, but loopback, that a route leads through.</summary>
    internal static string Routes()
    {
        var internet = Files.ReadLines("/proc/net/route").Skip(1).Select(static line => line.Split('\t')[0]);

        // Without IPv6 there is no such file.
        var internet6 = Files.TryReadFile("/proc/net/ipv6_route", out _)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return ProbeWords.List(internet.Concat(internet6.Select(static line => line.TrimEnd().Split(' ')[^1]))
            .Where(static name => name != "lo").Distinct(StringComparer.Ordinal));
    }

    internal static string Reachable() => ProbeWords.List(Elsewhere.Select(static address => $"{address}={Connect(IPAddress.Parse(address))}"));

    /// <summary>
    /// How many sockets of each protocol are in use in this namespace; the init has none. The tables themselves take Linux milliseconds to read,
    /// because it walks those of all namespaces; gVisor has nothing else, and only its own.
    /// </summary>
    internal static string Listeners() => ProbeWords.List(Files.TryReadFile("/proc/net/sockstat", out _) is { } counts
        ? InUse(counts + Files.TryReadFile("/proc/net/sockstat6", out _))
        : SocketTables.Select(static table => $"{table}:{Files.ReadLines($"/proc/net/{table}").Length - 1}").Where(static table => !table.EndsWith(":0", StringComparison.Ordinal)));

    private static IEnumerable<string> InUse(string counts) => counts.Split('\n')
        .Select(static line => line.Split(' '))
        .Where(static words => words is [_, "inuse", not "0", ..])
        .Select(static words => words[0] + words[2]);

    internal static string AbstractSockets()
    {
        const int most = 16;
        var names = Files.ReadLines("/proc/net/unix").Skip(1)
            .Select(static line => line.IndexOf(" @", StringComparison.Ordinal) is >= 0 and var at ? line[(at + 1)..] : null)
            .OfType<string>().Select(ProbeWords.Path).Take(most + 1).ToList();
        return ProbeWords.List(names.Count > most ? [.. names.Take(most), ProbeWords.More] : names);
    }

    /// <summary>struct ifreq (netdevice(7)): name 16, then the flags; the lowest is IFF_UP.</summary>
    private static bool IsDown(int socket, string name)
    {
        const int nameSize = 16, size = 40;
        var request = stackalloc byte[size];
        new Span<byte>(request, size).Clear();
        var bytes = Encoding.UTF8.GetBytes(name);
        bytes.AsSpan(0, Math.Min(bytes.Length, nameSize - 1)).CopyTo(new Span<byte>(request, nameSize));
        return Native.Ioctl(socket, Native.InterfaceFlags, request) == 0 && (request[nameSize] & 1) == 0;
    }

    private static string Connect(IPAddress address)
    {
        var internet6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        var socket = Native.Socket(internet6 ? Native.Internet6 : Native.Internet, Native.Datagrams, 0);
        if (socket < 0)
            return Errno.Name(Native.Errno);
        try
        {
            // sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)): family, port, and the address at 4 or, after the flow label, at 8.
            const int port = 53, size = 28;
            const uint sizeOfInternet = 16;
            var bytes = stackalloc byte[size];
            var span = new Span<byte>(bytes, size);
            span.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)(internet6 ? Native.Internet6 : Native.Internet));
            BinaryPrimitives.WriteUInt16BigEndian(span[2..], port);
            _ = address.TryWriteBytes(span[(internet6 ? 8 : 4)..], out _);
            return Native.Connect(socket, bytes, internet6 ? size : sizeOfInternet) == 0 ? "connected" : Errno.Name(Native.Errno);
        }
        finally
        {
            _ = Native.Close(socket);
        }
    }
}
