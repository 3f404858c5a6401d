using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Egress.Connections;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Egress.Tests;

/// <summary>Questions for names, answered from the list alone.</summary>
public sealed class NameTests : IEgressLog
{
    private const int TypeA = 1;
    private const int TypeAaaa = 28;

    private readonly ConcurrentQueue<EgressEvent> _events = [];

    public Task<bool> RecordAsync(EgressEvent happened)
    {
        _events.Enqueue(happened);
        return Task.FromResult(true);
    }

    [Fact]
    public async Task A_listed_name_has_the_address_that_stands_for_it()
    {
        var answer = await AskAsync(Question("API.Example.com", TypeA));
        Assert.Equal(0, answer[3] & 15);
        Assert.Equal([127, 1, 0, 1], answer[^4..]);
    }

    [Fact]
    public async Task A_name_below_a_wildcard_gets_one()
    {
        Assert.Equal([127, 2, 0, 1], (await AskAsync(Question("a.wild.test", TypeA)))[^4..]);
        Assert.Empty(_events);
    }

    [Fact]
    public async Task A_listed_name_has_no_other_records()
    {
        var question = Question("api.example.com", TypeAaaa);
        var answer = await AskAsync(question);
        Assert.Equal((0, 0, question.Length), (answer[3] & 15, answer[7], answer.Length));
    }

    [Fact]
    public async Task Any_other_name_does_not_exist_and_is_recorded()
    {
        Assert.Equal(3, (await AskAsync(Question("c2VjcmV0.evil.test", TypeA)))[3] & 15);
        var refused = Assert.IsType<EgressEvent.Refused>(Assert.Single(_events));
        Assert.Equal(("c2vjcmv0.evil.test", EgressCodes.UnknownName), (refused.Name, refused.Code));
    }

    [Fact]
    public void What_is_no_question_has_no_answer()
    {
        var whole = Question("api.example.com", TypeA);
        for (var length = 0; length < whole.Length; length++)
            Assert.Null(NameQuery.Name(whole.AsSpan(0, length), out _));
        Assert.Null(NameQuery.Name(With(whole, 2, 0x80), out _));   // an answer
        Assert.Null(NameQuery.Name(With(whole, 5, 2), out _));      // two questions
        Assert.Null(NameQuery.Name(With(whole, 12, 0xC0), out _));  // a pointer
        Assert.Equal("", NameQuery.Name(With(whole, 13, (byte)' '), out _)); // no host's name
    }

    [Fact]
    public void Wildcards_give_out_a_bounded_number_of_addresses()
    {
        var names = new InsideNames(List());
        for (var i = 0; i < InsideNames.Most; i++)
            Assert.NotNull(names.AddressOf($"n{i}.wild.test"));
        Assert.Null(names.AddressOf("one-more.wild.test"));
        Assert.Equal("n300.wild.test", names.NameOf(names.AddressOf("n300.wild.test")!));
    }

    private static Allowlist List()
    {
        string[] entries = ["api.example.com:443", "*.wild.test:443"];
        return new Allowlist([.. entries.Select(entry => AllowedHost.TryParse(entry, out var host, out _) ? host : null!)], PrivateAddresses.None);
    }

    private static byte[] With(byte[] message, int at, byte value)
    {
        var changed = message.ToArray();
        changed[at] = value;
        return changed;
    }

    private static byte[] Question(string name, int type) =>
    [
        0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]),
        0, 0, (byte)type, 0, 1,
    ];

    private async Task<byte[]> AskAsync(byte[] question)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var broker = new EgressBroker(List(), new InsideNames(List()), this);
        broker.Resolve(new SafeFileHandle(socket.Handle, ownsHandle: false));
        using var asking = new UdpClient("127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port);
        await asking.SendAsync(question, TestContext.Current.CancellationToken);
        return (await asking.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer;
    }
}
