using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>The right to ports below 1024 is the init's alone, for each identity, and gone before it looks around.</summary>
public sealed class PortTests
{
    private static readonly string[] Listeners = ["127.83.0.1:443", "127.83.0.1:5432", "127.83.0.53:53/udp"];

    public static TheoryData<Identity> All => [.. Identities.Available];

    [Theory]
    [MemberData(nameof(All))]
    public void A_server_behind_ports_of_root_has_no_capability_and_no_socket(Identity identity)
    {
        const string script =
            "cat /proc/self/status /proc/1/status | grep ^Cap | cut -f2 | sort -u; grep -E '^(TCP|UDP):' /proc/net/sockstat | cut -d' ' -f1-3; ls -l /proc/self/fd | grep -c socket";
        var run = Hosting.Run.As(identity, ["/bin/sh", "-c", script], listeners: Listeners);
        Assert.Equal(("0000000000000000\nTCP: inuse 2\nUDP: inuse 1\n0\n", ""), (run.Output, run.Error));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_server_cannot_bind_a_port_of_root_itself(Identity identity)
    {
        const string script = "require('net').createServer().on('error',e=>process.stdout.write(e.code)).listen(80,'127.83.0.1')";
        Assert.Equal("EACCES", Hosting.Run.As(identity, ["/usr/bin/node", "-e", script], listeners: Listeners).Output);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_init_that_kept_the_right_is_refused_before_its_server_starts(Identity identity)
    {
        var words = Refusal(identity);
        Assert.StartsWith("MB2310 ", words, StringComparison.Ordinal);
        Assert.Contains($"{ProbeNames.Capabilities} (expected ", words, StringComparison.Ordinal);
    }

    private static string Refusal(Identity identity)
    {
        if (!identity.NeedsHost())
        {
            var engine = new BubblewrapEngine { InitFile = TestFiles.Init, Amend = Removal.Named(Removal.PortsKept).Apply };
            var plan = TestPlan.For("/usr/bin/true") with { RunAs = identity.RunAs(), Listeners = [.. Listeners.Select(PlanListener.Parse)] };
            return Assert.Throws<SandboxException>(() => engine.Start(plan, Hosting.Run.NextSession())).Message;
        }

        using var process = Hosting.Run.StartHost(
            ["--without", Removal.PortsKept, "--judged", .. Listeners.SelectMany(static listener => new[] { "--listen", listener })], ["/usr/bin/echo", "started"]);
        var words = process.StandardError.ReadToEnd();
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return words;
    }
}
