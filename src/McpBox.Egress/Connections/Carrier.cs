using System.Buffers;
using System.Net.Sockets;
using McpBox.Egress.Inspection;

namespace McpBox.Egress.Connections;

/// <summary>
/// Carries one connection's bytes both ways, unchanged. What the server sends first is looked at before any of it goes on: a name that TLS or HTTP names has to be
/// the one that was connected to.
/// </summary>
/// <param name="inside">The server's end.</param>
/// <param name="outside">The host's end.</param>
internal sealed class Carrier(Socket inside, Socket outside, string name)
{
    private const int Piece = 64 * 1024;
    private const int LongestName = 253;

    private long _sent;
    private long _received;

    /// <summary>What TLS or HTTP named; null for neither.</summary>
    public string? Named { get; private set; }

    /// <summary>Bytes that went on from the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes that went on to the server.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Carries until both ends are done, or one fails.</summary>
    /// <exception cref="EgressException">MB7106, MB7107, MB7108: nothing of what the server sent went on.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var down = CarryAsync(outside, inside, received: true, ended.Token);
        var up = UpAsync(ended.Token);
        try
        {
            var first = await Task.WhenAny(up, down).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            await Task.WhenAll(up, down).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            // One end is gone: so is the connection.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(up, down).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private async Task UpAsync(CancellationToken stop)
    {
        await InspectAsync(stop).ConfigureAwait(false);
        await CarryAsync(inside, outside, received: false, stop).ConfigureAwait(false);
    }

    private async Task InspectAsync(CancellationToken stop)
    {
        // Most servers never need more than a segment of it; nothing is rented before something is there.
        _ = await inside.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, stop).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes.Most);
        try
        {
            var length = 0;
            FirstBytes seen;
            do
            {
                var count = await inside.ReceiveAsync(buffer.AsMemory(length, FirstBytes.Most - length), SocketFlags.None, stop).ConfigureAwait(false);
                if (count == 0)
                    break;
                length += count;
                seen = FirstBytes.Read(buffer.AsSpan(0, length));
                if (seen.Kind != FirstKind.Unfinished)
                {
                    Judge(seen);
                    Named = seen.Name;
                    await SendAsync(outside, buffer.AsMemory(0, length), stop).ConfigureAwait(false);
                    Interlocked.Add(ref _sent, length);
                    return;
                }
            }
            while (length < FirstBytes.Most);

            if (length > 0)
                throw new EgressException(EgressCodes.Unreadable, "the first bytes begin like TLS or HTTP and do not go on so");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Judge(FirstBytes seen)
    {
        var same = string.Equals(seen.Name?.TrimEnd('.'), name, StringComparison.OrdinalIgnoreCase);
        switch (seen.Kind)
        {
            case FirstKind.Broken:
                throw new EgressException(EgressCodes.Unreadable, "the first bytes begin like TLS or HTTP and do not go on so");
            case FirstKind.Tls when seen.IsHidden:
                throw new EgressException(EgressCodes.OtherServerName, "TLS hides which server it means (encrypted ClientHello)");
            case FirstKind.Tls when !same:
                throw new EgressException(EgressCodes.OtherServerName, seen.Name is null ? "TLS names no server" : $"TLS names {Shown(seen.Name)}");
            case FirstKind.Http when !same:
                throw new EgressException(EgressCodes.OtherHost, seen.Name is null ? "the request names no host" : $"the request names {Shown(seen.Name)}");
        }
    }

    /// <summary>No name is longer; the journal is not to keep what else a server writes there.</summary>
    private static string Shown(string name) => name.Length <= LongestName ? name : $"{name[..LongestName]}…";

    private async Task CarryAsync(Socket from, Socket to, bool received, CancellationToken stop)
    {
        while (true)
        {
            // An idle connection holds no buffer.
            _ = await from.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, stop).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(Piece);
            try
            {
                var count = await from.ReceiveAsync(buffer.AsMemory(0, Piece), SocketFlags.None, stop).ConfigureAwait(false);
                if (count == 0)
                    break;
                await SendAsync(to, buffer.AsMemory(0, count), stop).ConfigureAwait(false);
                Interlocked.Add(ref received ? ref _received : ref _sent, count);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, stop).ConfigureAwait(false)..];
    }
}
