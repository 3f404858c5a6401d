using System.Collections.Immutable;
using McpBox.Sandbox.Init;

namespace McpBox.Sandbox.Tests;

/// <summary>What a plan asks of a sandbox's network and cannot have is refused before anything starts.</summary>
public sealed class NetworkRefusalTests
{
    private static readonly SandboxPlan Plan = new()
    {
        Name = "test",
        Profile = "strict",
        Command = ["/bin/true"],
        WorkingDirectory = "/tmp",
        Mounts = [],
        TmpSize = 1,
        HomeSize = 1,
        Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Limits = new PlanLimits(1, 1, 1, 1, 1, RequireCgroup: false),
        RunAs = RunAs.Caller,
    };

    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("127.255.255.254", 65535)]
    [InlineData("0.0.0.0", 443)]
    public void Any_port_of_loopback_can_be_listened_on(string address, int port) => Assert.Null(InitRefusals.OfNetwork(Plan with
    {
        Listeners = [new(address, port), new(address, port, ListenerKind.Udp)],
        Hosts = [new("A-1.example.com", "127.0.0.2")],
        Resolver = "127.0.0.53",
    }));

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("127.0.0.1", 65536)]
    [InlineData("128.0.0.1", 443)]
    [InlineData("10.0.0.1", 443)]
    [InlineData("127.1", 443)]
    [InlineData("0", 443)]
    [InlineData("::1", 443)]
    [InlineData("::ffff:127.0.0.1", 443)]
    [InlineData("localhost", 443)]
    public void No_other_address_can(string address, int port) => Assert.Equal("MB2305", InitRefusals.OfNetwork(Plan with { Listeners = [new(address, port)] })?.Code);

    [Theory]
    [InlineData("", "127.0.0.2")]
    [InlineData("a b", "127.0.0.2")]
    [InlineData("a\n127.0.0.9 b", "127.0.0.2")]
    [InlineData("a#", "127.0.0.2")]
    [InlineData("\u00e4.example", "127.0.0.2")]
    [InlineData("a_b", "127.0.0.2")]
    [InlineData("a.example", "0.0.0.0")]
    [InlineData("a.example", "169.254.169.254")]
    [InlineData("a.example", "127.0.0.2\n1.1.1.1 b")]
    public void A_line_of_the_hosts_file_is_one_name_and_an_address_of_loopback(string name, string address)
    {
        var refusal = InitRefusals.OfNetwork(Plan with { Hosts = [new("fine.example", "127.0.0.3"), new(name, address)] });
        Assert.Equal("MB2306", refusal?.Code);
        Assert.DoesNotContain('\n', refusal!.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.0.0.0")]
    [InlineData("8.8.8.8")]
    [InlineData("127.0.0.1\nnameserver 8.8.8.8")]
    public void A_resolver_is_an_address_of_loopback(string address) => Assert.Equal("MB2306", InitRefusals.OfNetwork(Plan with { Resolver = address })?.Code);

    [Fact]
    public void More_sockets_than_can_be_passed_out_are_refused()
    {
        var listeners = Enumerable.Range(1, 254).Select(static port => new PlanListener("127.0.0.1", port)).ToImmutableArray();
        Assert.Null(InitRefusals.OfNetwork(Plan with { Listeners = listeners[1..] }));
        Assert.Equal("MB2307", InitRefusals.OfNetwork(Plan with { Listeners = listeners })?.Code);
    }
}
