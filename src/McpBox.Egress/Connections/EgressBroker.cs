using System.Net;
using System.Net.Sockets;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Egress.Connections;

/// <summary>
/// The only way out of a sandbox: takes the connections that arrive at its loopback addresses, holds each against the list, records it, and carries it to the host that the
/// name leads to. Works on the thread pool; the session's thread only records.
/// </summary>
public sealed class EgressBroker : IAsyncDisposable
{
    /// <summary>Connections of one session at a time.</summary>
    public const int Most = 1024;

    /// <summary>Connections beyond <see cref="Most"/> whose refusals wait for the journal; what comes after waits in the backlog.</summary>
    internal const int MostRefusals = 64;

    private readonly Allowlist _list;
    private readonly InsideNames _names;
    private readonly IEgressLog _log;
    private readonly Upstream _upstream;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly HashSet<Task> _connections = [];
    private readonly Lock _lock = new();
    private long _number;

    /// <param name="resolve">A name's addresses, the best first; throws <see cref="SocketException"/> for none. Null for the host's resolver.</param>
    public EgressBroker(Allowlist list, InsideNames names, IEgressLog log, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        (_list, _names, _log) = (list, names, log);
        _upstream = new Upstream(list, resolve ?? Dns.GetHostAddressesAsync);
    }

    /// <summary>Serves a socket that listens inside.</summary>
    /// <param name="listener">Stays the caller's, who closes it after <see cref="DisposeAsync"/>.</param>
    public void Listen(SafeFileHandle listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _loops.Add(AcceptAsync(Socket(listener)));
    }

    /// <summary>Answers questions for names that arrive at a datagram socket.</summary>
    /// <param name="socket">As with <see cref="Listen"/>.</param>
    public void Resolve(SafeFileHandle socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _loops.Add(new NameService(_list, _names, _log).ServeAsync(Socket(socket), _stop.Token));
    }

    /// <summary>Cuts every connection, and returns when each has been recorded as ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        await Task.WhenAll(Open()).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static Socket Socket(SafeFileHandle handle) => new(new SafeSocketHandle(handle.DangerousGetHandle(), ownsHandle: false));

    private bool IsFull
    {
        get
        {
            lock (_lock)
                return _connections.Count > Most;
        }
    }

    private Task[] Open()
    {
        lock (_lock)
            return [.. _connections];
    }

    private async Task AcceptAsync(Socket listener)
    {
        using var owned = listener;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                Track(ServeAsync(connection, Interlocked.Increment(ref _number)));
                while (Open() is { Length: >= Most + MostRefusals } open)
                    _ = await Task.WhenAny(open).WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted)
            {
                // Gone before it was taken.
            }
            catch (SocketException)
            {
                // No descriptor is left: the next connection waits in the backlog until one is.
                await Task.WhenAny([.. Open(), Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _stop.Token)]).ConfigureAwait(false);
            }
        }
    }

    private void Track(Task connection)
    {
        lock (_lock)
            _ = _connections.Add(connection);
        _ = connection.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task connection)
    {
        lock (_lock)
            _ = _connections.Remove(connection);
    }

    private async Task ServeAsync(Socket inside, long number)
    {
        await Task.Yield();
        using var owned = inside;
        inside.NoDelay = true;
        var place = (IPEndPoint)inside.LocalEndPoint!;
        var name = _names.NameOf(place.Address) ?? place.Address.ToString();
        try
        {
            if (IsFull)
                throw new EgressException(EgressCodes.TooMany, $"more than {Most} connections at once");
            var rule = _list.Find(name, place.Port) ?? throw new EgressException(EgressCodes.UnknownPlace, $"{name} is not allowed on port {place.Port}");
            using var outside = await ConnectAsync(number, name, place.Port, rule).ConfigureAwait(false);
            if (outside is not null)
                await CarryAsync(new Carrier(inside, outside, name), number, name, place.Port).ConfigureAwait(false);
        }
        catch (EgressException refused)
        {
            Abort(inside);
            _ = await _log.RecordAsync(new EgressEvent.Refused(number, name, place.Port, refused.Code, refused.Message)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Abort(inside);
        }
    }

    /// <summary>Recorded first, connected second. Null where it could not be recorded.</summary>
    private async Task<Socket?> ConnectAsync(long number, string name, int port, AllowedHost rule)
    {
        var addresses = await _upstream.AddressesAsync(name, _stop.Token).ConfigureAwait(false);
        for (var i = 0; ; i++)
        {
            var place = new IPEndPoint(addresses[i], port);
            if (!await _log.RecordAsync(new EgressEvent.Connecting(number, name, place, rule.ToString())).ConfigureAwait(false))
                return null;
            try
            {
                return await Upstream.ConnectAsync(place, _stop.Token).ConfigureAwait(false);
            }
            catch (EgressException) when (i + 1 < addresses.Count)
            {
                // The next one is recorded, too.
            }
        }
    }

    private async Task CarryAsync(Carrier carrier, long number, string name, int port)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await carrier.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        finally
        {
            var duration = TimeProvider.System.GetElapsedTime(started);
            _ = await _log.RecordAsync(new EgressEvent.Ended(number, name, port, carrier.Named, carrier.Sent, carrier.Received, duration)).ConfigureAwait(false);
        }
    }

    // A reset, not an orderly end: the program inside is to see that something is wrong.
    private static void Abort(Socket inside)
    {
        try
        {
            inside.LingerState = new LingerOption(enable: true, seconds: 0);
            inside.Close();
        }
        catch (SocketException)
        {
            // It is gone already.
        }
    }
}
