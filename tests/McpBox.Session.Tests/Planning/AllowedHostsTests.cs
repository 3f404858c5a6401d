using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Tests.Planning;

/// <summary>What <c>[network]</c> of a profile puts into a plan.</summary>
public sealed class AllowedHostsTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Without_an_allowlist_nothing_listens()
    {
        _scene.Profile = _scene.Profile with { Network = new NetworkSection { Mode = "none", Allow = ["api.example.com:443"] } };
        var plan = _scene.Plan("env").Plan!;
        Assert.Empty(plan.Listeners);
        Assert.Empty(plan.Hosts);
        Assert.Null(plan.Resolver);
    }

    [Fact]
    public void Each_name_has_an_address_and_each_port_a_listener()
    {
        _scene.Profile = _scene.Profile with { Network = new NetworkSection { Mode = "allowlist", Allow = ["b.example:443", "a.example:5432", "*.c.example:443", "localhost:5432"] } };
        var plan = _scene.Plan("env").Plan!;
        Assert.Equal([new("127.0.0.53", 53, ListenerKind.Udp), new("0.0.0.0", 443), new("0.0.0.0", 5432)], plan.Listeners);
        Assert.Equal([new("b.example", "127.1.0.1"), new("a.example", "127.1.0.2")], plan.Hosts);
        Assert.Equal("127.0.0.53", plan.Resolver);
        Assert.Equal(NetworkMode.None, plan.Network);
    }

    [Fact]
    public void Every_entry_that_is_none_is_refused()
    {
        _scene.Profile = _scene.Profile with { Network = new NetworkSection { Mode = "allowlist", Allow = ["a.example", "10.0.0.1:80"], AllowPrivate = ["10.0.0.0/99"] } };
        Assert.Equal(["MB7001", "MB7001", "MB7002"], _scene.Plan("env").Problems.Select(problem => problem.Code));
    }
}
