using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Egress.Connections;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Egress.Tests;

/// <summary>What a server, a host or a resolver does to keep the broker busy or from ending.</summary>
public sealed class HostilityTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Places.Patience)]
    public async Task A_resolver_that_never_answers_does_not_keep_the_session_from_ending()
    {
        var never = new TaskCompletionSource<IPAddress[]>();
        await using var places = new Places(["a.example"], resolved: never.Task);
        using var inside = await places.ConnectAsync("a.example");
        // The second is refused at once: the first is being served by then.
        await ConnectAndGoAsync(places);
        _ = await places.RefusalAsync(0);
        var stopped = places.StopAsync();
        var ended = await Task.WhenAny(stopped, Task.Delay(Soon, TimeProvider.System, Stop)) == stopped;
        never.SetResult([]);
        Assert.True(ended, "It waits for the resolver.");
    }

    [Fact(Timeout = Places.Patience)]
    public async Task A_broken_socket_for_names_neither_spins_nor_keeps_the_session_from_ending()
    {
        // A stream socket without a connection: every read fails at once.
        using var broken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await using var places = new Places(["a.example"]);
        var list = new Allowlist([], PrivateAddresses.None);
        var broker = new EgressBroker(list, new InsideNames(list), places);
        var served = Task.Run(() => broker.Resolve(new SafeFileHandle(broken.Handle, ownsHandle: false)), Stop);
        Assert.Same(served, await Task.WhenAny(served, Task.Delay(Soon, TimeProvider.System, Stop)));
        await broker.DisposeAsync();
    }

    [Fact(Timeout = Places.Patience)]
    public async Task Connections_wait_outside_while_the_journal_is_behind_with_refusals()
    {
        const int Flood = EgressBroker.Most + 300;
        var slow = new TaskCompletionSource();
        await using var places = new Places(["a.example"]) { Recording = slow.Task };
        for (var i = 0; i < Flood; i++)
            await ConnectAndGoAsync(places);
        while (places.Events.Count < EgressBroker.Most + EgressBroker.MostRefusals)
            await Task.Yield();
        var waiting = places.Events.Count;
        slow.SetResult();
        while (places.Events.Count < Flood)
            await Task.Yield();
        Assert.InRange(waiting, EgressBroker.Most, EgressBroker.Most + EgressBroker.MostRefusals);
    }

    [Theory(Timeout = Places.Patience)]
    [InlineData("evil.example", false)]
    [InlineData("", false)]
    [InlineData("a.example", true)]
    public async Task A_hello_that_means_another_server_none_or_a_hidden_one_goes_nowhere(string named, bool hides)
    {
        await using var places = new Places(["a.example"]);
        var hello = await FirstBytesTests.HelloAsync(named);
        using var inside = await places.ConnectAsync("a.example");
        await inside.SendAsync(hides ? FirstBytesTests.WithExtension(hello, 0xFE0D, [0]) : hello, Stop);
        using var outside = await places.Outside.AcceptAsync(Stop);
        Assert.Equal(0, await outside.ReceiveAsync(new byte[1]).WaitAsync(Soon, Stop));
        Assert.Equal(EgressCodes.OtherServerName, (await places.RefusalAsync(0)).Code);
    }

    [Fact(Timeout = Places.Patience)]
    public async Task A_name_as_long_as_a_book_is_not_recorded_whole()
    {
        await using var places = new Places(["a.example"]);
        using var inside = await places.ConnectAsync("a.example");
        await inside.SendAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {new string('a', 60_000)}\r\n\r\n"), Stop);
        Assert.InRange((await places.RefusalAsync(0)).Reason.Length, 1, 300);
    }

    private static async Task ConnectAndGoAsync(Places places)
    {
        try
        {
            using var socket = await places.ConnectAsync("b.example");
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Refused before it was told that it is connected.
        }
    }
}
