using System.Net;
using System.Net.Sockets;
using McpBox.Egress.Rules;

namespace McpBox.Egress.Connections;

/// <summary>From a name on the list to a socket outside. The addresses that were checked are the ones connected to: nothing is resolved twice.</summary>
/// <param name="resolve">Usually the host's own resolver.</param>
internal sealed class Upstream(Allowlist list, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The addresses that may be connected to, the resolver's first choice first.</summary>
    /// <exception cref="EgressException">MB7103, MB7104.</exception>
    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken stop)
    {
        IPAddress[] found;
        try
        {
            // getaddrinfo(3) cannot be called back: the session's end does not wait for it.
            found = await resolve(name, stop).WaitAsync(stop).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw new EgressException(EgressCodes.NoAddress, $"{name} has no address: {failure.Message}");
        }

        var allowed = found.Where(address => list.Private.Allows(name, address)).ToList();
        return allowed.Count > 0 ? allowed
            : found.Length == 0 ? throw new EgressException(EgressCodes.NoAddress, $"{name} has no address")
            : throw new EgressException(EgressCodes.PrivateAddress, $"{name} leads to {found[0]}, which is not a public address");
    }

    /// <exception cref="EgressException">MB7105.</exception>
    public static async Task<Socket> ConnectAsync(IPEndPoint place, CancellationToken stop)
    {
        Socket? socket = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            // There may be no descriptor left, or no IPv6.
            socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(place, limit.Token).ConfigureAwait(false);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            stop.ThrowIfCancellationRequested();
            throw new EgressException(EgressCodes.NoConnection, $"{place} does not answer: {(failure is SocketException ? failure.Message : $"nothing came in {Patience.TotalSeconds} s")}");
        }
    }
}
