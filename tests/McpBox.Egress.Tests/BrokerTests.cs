using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Egress.Tests;

/// <summary>What the broker carries, what it refuses, and what it says of both.</summary>
public sealed class BrokerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Places.Patience)]
    public async Task An_allowed_connection_carries_every_byte_both_ways_and_its_end_is_recorded()
    {
        await using var places = new Places(["a.example"]);
        using var inside = await places.ConnectAsync("a.example");
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        bytes[0] = 1; // neither TLS nor HTTP
        var sending = SendAndEndAsync(inside, bytes);
        using var outside = await places.Outside.AcceptAsync(Stop);
        var got = await ReadToEndAsync(outside);
        await sending;
        Assert.Equal(bytes, got);
        await SendAndEndAsync(outside, bytes.AsMemory(0, 1000));
        Assert.Equal(bytes[..1000], await ReadToEndAsync(inside));
        await places.StopAsync();
        var connecting = Assert.IsType<EgressEvent.Connecting>(places.Events.First());
        Assert.Equal((1, "a.example", $"a.example:{places.Port}", "127.0.9.9"), (connecting.Number, connecting.Name, connecting.Rule, connecting.Address.Address.ToString()));
        var ended = Assert.IsType<EgressEvent.Ended>(places.Events.Last());
        Assert.Equal((bytes.Length, 1000), (ended.Sent, ended.Received));
    }

    [Fact(Timeout = Places.Patience)]
    public async Task A_host_that_speaks_first_is_heard()
    {
        await using var places = new Places(["a.example"]);
        using var inside = await places.ConnectAsync("a.example");
        using var outside = await places.Outside.AcceptAsync(Stop);
        await outside.SendAsync("220 hello\r\n"u8.ToArray(), Stop);
        var buffer = new byte[11];
        Assert.Equal(11, await inside.ReceiveAsync(buffer, Stop));
    }

    [Fact(Timeout = Places.Patience)]
    public async Task A_name_that_leads_to_a_private_address_is_refused()
    {
        await using var places = new Places(["a.example"], allowPrivate: null);
        await AssertRefusedAsync(places, "a.example", [], EgressCodes.PrivateAddress);
    }

    [Fact(Timeout = Places.Patience)]
    public async Task Each_connection_looks_at_the_address_that_it_goes_to()
    {
        // Rebinding: public when it is first asked for, this machine's metadata service afterwards.
        var answers = new Queue<string>(["127.0.9.9", "169.254.169.254", "::ffff:169.254.169.254"]);
        await using var places = new Places(["a.example"], resolve: _ => [IPAddress.Parse(answers.Dequeue())]);
        using (var inside = await places.ConnectAsync("a.example"))
        using (await places.Outside.AcceptAsync(Stop))
        {
            await AssertRefusedAsync(places, "a.example", [], EgressCodes.PrivateAddress);
            await AssertRefusedAsync(places, "a.example", [], EgressCodes.PrivateAddress);
        }
    }

    [Fact(Timeout = Places.Patience)]
    public async Task An_address_that_stands_for_no_name_is_refused()
    {
        await using var places = new Places(["a.example"]);
        await AssertRefusedAsync(places, "127.77.0.1", [], EgressCodes.UnknownPlace);
    }

    [Fact(Timeout = Places.Patience)]
    public async Task A_name_without_an_address_is_refused()
    {
        await using var places = new Places(["a.example"], resolve: _ => throw new SocketException((int)SocketError.HostNotFound));
        await AssertRefusedAsync(places, "a.example", [], EgressCodes.NoAddress);
    }

    [Theory(Timeout = Places.Patience)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", EgressCodes.OtherHost)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", EgressCodes.OtherHost)]
    [InlineData("CONNECT evil.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", EgressCodes.Unreadable)]
    [InlineData("\u0016\u0003\u0001\0\u0004\u0002\0\0\0", EgressCodes.Unreadable)]
    public async Task First_bytes_that_mean_another_host_go_nowhere(string text, string code)
    {
        await using var places = new Places(["a.example"]);
        await AssertRefusedAsync(places, "a.example", Encoding.Latin1.GetBytes(text), code);
        using var outside = await places.Outside.AcceptAsync(Stop);
        Assert.Empty(await ReadToEndAsync(outside));
    }

    [Fact(Timeout = Places.Patience)]
    public async Task What_is_not_recorded_is_not_connected()
    {
        await using var places = new Places(["a.example"]) { Records = false };
        using var inside = await places.ConnectAsync("a.example");
        await ReadToTheEndOfItAsync(inside);
        Assert.IsType<EgressEvent.Connecting>(Assert.Single(places.Events));
        Assert.False(places.Outside.Poll(0, SelectMode.SelectRead), "Somebody connected.");
    }

    [Fact(Timeout = Places.Patience)]
    public async Task Five_hundred_connections_are_carried_at_once()
    {
        await using var places = new Places(["a.example"]);
        var outside = new List<Socket>();
        var inside = new List<Socket>();
        for (var i = 0; i < 500; i++)
        {
            inside.Add(await places.ConnectAsync("a.example"));
            outside.Add(await places.Outside.AcceptAsync(Stop));
            await inside[i].SendAsync(BitConverter.GetBytes(i << 8 | 1), Stop);
        }

        var numbers = new HashSet<int>();
        var buffer = new byte[4];
        foreach (var socket in outside)
        {
            Assert.Equal(4, await socket.ReceiveAsync(buffer, Stop));
            numbers.Add(BitConverter.ToInt32(buffer) >> 8);
        }

        Assert.Equal(500, numbers.Count);
        inside.Concat(outside).ToList().ForEach(socket => socket.Dispose());
    }

    private static async Task AssertRefusedAsync(Places places, string name, byte[] first, string code)
    {
        var before = places.Events.Count;
        try
        {
            using var inside = await places.ConnectAsync(name);
            if (first.Length > 0)
                await inside.SendAsync(first, Stop);
            await ReadToTheEndOfItAsync(inside);
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Before it was told that it is connected.
        }

        Assert.Equal(code, (await places.RefusalAsync(before)).Code);
    }

    // A refusal resets the connection.
    private static async Task ReadToTheEndOfItAsync(Socket socket)
    {
        try
        {
            Assert.Empty(await ReadToEndAsync(socket));
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            // As it should be.
        }
    }

    private static async Task SendAndEndAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, Stop)..];
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer, Stop) is > 0 and var count)
            all.Write(buffer.AsSpan(0, count));
        return all.ToArray();
    }
}
