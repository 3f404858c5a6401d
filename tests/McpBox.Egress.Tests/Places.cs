using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using McpBox.Egress.Connections;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Egress.Tests;

/// <summary>A broker between real sockets of this machine's loopback: one that listens as the sandbox's would, and one that is the host outside.</summary>
internal sealed class Places : IEgressLog, IAsyncDisposable
{
    /// <summary>How long a test may take, in milliseconds: a control that is missing shows as a connection that nobody ends.</summary>
    public const int Patience = 20_000;

    private readonly Socket _inside = Listening(new IPEndPoint(IPAddress.Any, 0));
    private readonly EgressBroker _broker;
    private readonly InsideNames _names;
    private Task? _stopped;

    /// <param name="allow">Names; each on the port of the inside.</param>
    /// <param name="resolved">What every question for an address waits for.</param>
    /// <param name="allowPrivate">Where null, what leads to this machine is refused.</param>
    public Places(string[] allow, string? allowPrivate = "127.0.0.0/8", Func<string, IPAddress[]>? resolve = null, Task<IPAddress[]>? resolved = null)
    {
        Outside = Listening(new IPEndPoint(IPAddress.Parse("127.0.9.9"), Port));
        var list = new Allowlist([.. allow.Select(Parse)], Private(allowPrivate));
        _names = new InsideNames(list);
        _broker = new EgressBroker(list, _names, this, (name, _) => resolved ?? Task.FromResult(resolve?.Invoke(name) ?? [IPAddress.Parse("127.0.9.9")]));
        _broker.Listen(new SafeFileHandle(_inside.Handle, ownsHandle: false));
    }

    public int Port => ((IPEndPoint)_inside.LocalEndPoint!).Port;

    /// <summary>The host that every name leads to.</summary>
    public Socket Outside { get; }

    public ConcurrentQueue<EgressEvent> Events { get; } = [];

    /// <summary>What the journal says to each event.</summary>
    public bool Records { get; set; } = true;

    /// <summary>When the journal says it.</summary>
    public Task Recording { get; set; } = Task.CompletedTask;

    public async Task<bool> RecordAsync(EgressEvent happened)
    {
        Events.Enqueue(happened);
        await Recording;
        return Records;
    }

    /// <summary>Connects as a program inside would.</summary>
    public async Task<Socket> ConnectAsync(string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(_names.AddressOf(name) ?? IPAddress.Parse("127.77.0.1"), Port), TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>The first refusal after so many events.</summary>
    public async Task<EgressEvent.Refused> RefusalAsync(int after)
    {
        EgressEvent.Refused? refused;
        while ((refused = Events.Skip(after).OfType<EgressEvent.Refused>().FirstOrDefault()) is null)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return refused;
    }

    /// <summary>Ends the broker; afterwards everything has been recorded.</summary>
    public Task StopAsync() => _stopped ??= _broker.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _inside.Dispose();
        Outside.Dispose();
    }

    private static Socket Listening(IPEndPoint place)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // 0.0.0.0 and one of its addresses can share a port only so; inside a sandbox there is nothing outside's.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(place);
        socket.Listen(512);
        return socket;
    }

    private static PrivateAddresses Private(string? text) =>
        text is null ? PrivateAddresses.None : PrivateAddresses.None.TryAdd(text, out var more) ? more : throw new ArgumentException("no network", nameof(text));

    private AllowedHost Parse(string name) => AllowedHost.TryParse($"{name}:{Port}", out var host, out var fault) ? host : throw new ArgumentException(fault, nameof(name));
}
