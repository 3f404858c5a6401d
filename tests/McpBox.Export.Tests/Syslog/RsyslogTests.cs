using System.Text.Json;
using McpBox.Export.Connecting;
using McpBox.Export.Syslog;
using McpBox.Export.Tests.Receiving;

namespace McpBox.Export.Tests.Syslog;

/// <summary>What a real rsyslogd understood, over every way to reach it.</summary>
public sealed class RsyslogTests(Rsyslog rsyslog) : IClassFixture<Rsyslog>
{
    [Fact]
    public void It_reads_messages_over_tcp() => Exchange($"tcp://127.0.0.1:{rsyslog.TcpPort}");

    [Fact]
    public void It_reads_messages_over_tls() => Exchange($"tls://localhost:{rsyslog.TlsPort}", rsyslog.CaFile);

    [Fact]
    public void It_reads_messages_over_a_unix_socket_of_datagrams() => Exchange($"unix:{rsyslog.DatagramSocket}");

    [Fact]
    public void It_reads_messages_over_a_unix_socket_that_is_a_stream() => Exchange($"unix:{rsyslog.StreamSocket}");

    [Theory]
    [MemberData(nameof(Calls.HostileNames), MemberType = typeof(Calls))]
    public void A_hostile_name_is_one_message_with_its_facts_whole(string name)
    {
        Send($"tcp://127.0.0.1:{rsyslog.TcpPort}", null, [Calls.Hostile(name), Calls.Read(12)]);
        var (hostile, next) = rsyslog.Take(2) is [var first, var second] ? (first, second) : default;
        var facts = StructuredData.Parse(Text(hostile, "sd"));
        Assert.Equal("mcpbox@32473", facts.Id);
        Assert.Equal(ExportText.OneLine(name), facts.Parameters["tool"]);
        Assert.Equal(ExportText.OneLine(name), facts.Parameters["error_message"]);
        Assert.Equal("11", facts.Parameters["seq"]);
        Assert.Equal("mcpbox", Text(hostile, "app"));
        Assert.Equal("12", StructuredData.Parse(Text(next, "sd")).Parameters["seq"]);
    }

    [Fact]
    public void A_name_of_a_megabyte_is_cut_with_a_mark_and_the_next_message_is_whole()
    {
        Send($"tcp://127.0.0.1:{rsyslog.TcpPort}", null, [Calls.Hostile(new string('x', 1 << 20)), Calls.Hostile(new string('"', 1 << 20)), Calls.Read(12)]);
        var taken = rsyslog.Take(3);
        var facts = StructuredData.Parse(Text(taken[0], "sd")).Parameters;
        Assert.EndsWith("xxx…[cut]", facts["tool"], StringComparison.Ordinal);
        Assert.EndsWith("\"\"…[cut]", StructuredData.Parse(Text(taken[1], "sd")).Parameters["tool"], StringComparison.Ordinal);
        Assert.Equal("12", StructuredData.Parse(Text(taken[2], "sd")).Parameters["seq"]);
    }

    [Fact]
    public void A_receiver_with_a_certificate_of_another_authority_gets_nothing()
    {
        var refused = Assert.Throws<ExportException>(() => Send($"tls://localhost:{rsyslog.TlsPort}", rsyslog.OtherCaFile, [Calls.Read()]));
        Assert.Equal("MB4604", refused.Code);
        Assert.Contains("is not trusted", refused.Reason, StringComparison.Ordinal);
        var unknown = Assert.Throws<ExportException>(() => Send($"tls://localhost:{rsyslog.TlsPort}", null, [Calls.Read()]));
        Assert.Contains("is not trusted", unknown.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receiver_with_another_name_in_its_certificate_gets_nothing()
    {
        var refused = Assert.Throws<ExportException>(() => Send($"tls://localhost.localdomain:{rsyslog.TlsPort}".Replace("localhost.localdomain", "127.0.0.2", StringComparison.Ordinal), rsyslog.CaFile, [Calls.Read()]));
        Assert.Equal("MB4604", refused.Code);
    }

    private void Exchange(string address, string? authority = null)
    {
        ExportedCall[] calls = [Calls.Read(), Calls.Denied(), Calls.Failed()];
        Send(address, authority, calls);
        var taken = rsyslog.Take(3);
        Assert.Equal(["110", "108", "109"], taken.Select(static message => Text(message, "pri")));
        for (var i = 0; i < calls.Length; i++)
        {
            Assert.Equal(("desk", "mcpbox", "a1b2c3d4", "call"), (Text(taken[i], "host"), Text(taken[i], "app"), Text(taken[i], "procid"), Text(taken[i], "msgid")));
            Assert.Equal("2026-11-20T09:00:00.123456+00:00", Text(taken[i], "time").Replace("Z", "+00:00", StringComparison.Ordinal));
            Assert.Equal(CallSentence.Of(calls[i]), Text(taken[i], "msg").TrimStart('\uFEFF', ' '));
            var facts = StructuredData.Parse(Text(taken[i], "sd")).Parameters;
            Assert.Equal(calls[i].Tool, facts["tool"]);
            Assert.Equal(calls[i].ArgumentsSha256, facts["arguments_sha256"]);
        }
    }

    private static void Send(string address, string? authority, IEnumerable<ExportedCall> calls)
    {
        using var sender = SyslogSender.Connect(SyslogAddress.Of(address), ServerTrust.Of(authority), Patience.Long);
        foreach (var call in calls)
            sender.Add(call);
        sender.Complete();
    }

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
