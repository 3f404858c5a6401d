using System.Net;
using McpBox.Egress.Rules;

namespace McpBox.Egress.Tests;

/// <summary>Which names, ports and addresses are allowed: nothing that was not written.</summary>
public sealed class AllowlistTests
{
    [Theory]
    [InlineData("api.example.com:443", "api.example.com", false, 443)]
    [InlineData("API.Example.com.:443", "api.example.com", false, 443)]
    [InlineData("*.example.com:8443", "example.com", true, 8443)]
    [InlineData("localhost:5432", "localhost", false, 5432)]
    public void An_entry_is_a_name_and_a_port(string text, string name, bool anyBelow, int port)
    {
        Assert.True(AllowedHost.TryParse(text, out var host, out _));
        Assert.Equal(new AllowedHost(name, anyBelow, port), host);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.example.com")]
    [InlineData("api.example.com:")]
    [InlineData("api.example.com:0")]
    [InlineData("api.example.com:65536")]
    [InlineData("api.example.com:+443")]
    [InlineData("*:443")]
    [InlineData("*.com:443")]
    [InlineData("a.*.com:443")]
    [InlineData("https://api.example.com:443")]
    [InlineData("api.example.com/x:443")]
    [InlineData("api..example.com:443")]
    [InlineData("-a.example.com:443")]
    [InlineData("10.0.0.1:443")]
    [InlineData("127.1:443")]
    [InlineData("0x7f000001:443")]
    [InlineData("2130706433:443")]
    [InlineData("[::1]:443")]
    [InlineData("bücher.example:443")]
    [InlineData("a b.example:443")]
    public void Anything_else_is_refused(string text) => Assert.False(AllowedHost.TryParse(text, out _, out _));

    [Theory]
    [InlineData("a.example.com", true)]
    [InlineData("a.b.example.com", true)]
    [InlineData("example.com", false)]
    [InlineData("badexample.com", false)]
    [InlineData("example.com.evil.net", false)]
    public void A_wildcard_covers_what_is_below_it(string name, bool covered) => Assert.Equal(covered, Parse("*.example.com:443").Covers(name));

    [Fact]
    public void A_name_is_allowed_on_its_own_port_alone()
    {
        var list = new Allowlist([Parse("a.example:443"), Parse("b.example:5432")], PrivateAddresses.None);
        Assert.NotNull(list.Find("a.example", 443));
        Assert.Null(list.Find("a.example", 5432));
        Assert.Null(list.Find("b.example", 443));
        Assert.Equal([443, 5432], list.Ports);
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("::ffff:93.184.215.14")]
    public void Public_addresses_may_be_reached(string address) => Assert.True(PrivateAddresses.None.Allows("a.example", IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fc00::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    public void No_other_address_may(string address) => Assert.False(PrivateAddresses.None.Allows("a.example", IPAddress.Parse(address)));

    [Fact]
    public void What_is_named_may_be_private_and_nothing_beside_it()
    {
        Assert.True(PrivateAddresses.None.TryAdd("db.internal", out var byName));
        Assert.True(byName.Allows("db.internal", IPAddress.Parse("10.0.0.5")));
        Assert.False(byName.Allows("other.internal", IPAddress.Parse("10.0.0.5")));
        Assert.True(PrivateAddresses.None.TryAdd("10.1.0.0/16", out var byNetwork));
        Assert.True(byNetwork.Allows("x", IPAddress.Parse("10.1.2.3")));
        Assert.True(byNetwork.Allows("x", IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(byNetwork.Allows("x", IPAddress.Parse("10.2.0.0")));
        Assert.True(PrivateAddresses.None.TryAdd("::1", out var byAddress));
        Assert.True(byAddress.Allows("x", IPAddress.IPv6Loopback));
        Assert.False(byAddress.Allows("x", IPAddress.Loopback));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.1.2.3/8")]
    [InlineData("10.1")]
    [InlineData("a b")]
    [InlineData("10.0.0.0/33")]
    public void What_is_neither_name_nor_network_is_refused(string text) => Assert.False(PrivateAddresses.None.TryAdd(text, out _));

    private static AllowedHost Parse(string text) => AllowedHost.TryParse(text, out var host, out var fault) ? host : throw new ArgumentException(fault, nameof(text));
}
