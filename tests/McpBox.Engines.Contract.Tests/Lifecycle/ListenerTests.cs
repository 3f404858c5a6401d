using System.Text;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Posix.Io;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Where mcpbox listens inside, it answers from outside, and nothing else answers.</summary>
public sealed class ListenerTests
{
    private const string Ask =
        "const s=require('net').connect(Number(process.argv[2]),process.argv[1],()=>s.end('from inside'));" +
        "s.on('data',d=>process.stdout.write(d));s.on('error',e=>{process.stdout.write(e.code);process.exit(3)})";

    [Theory]
    [OnEveryEngine]
    public void What_connects_to_a_listener_is_answered_from_outside(Subject subject)
    {
        using var running = Running.Start(subject, Plan("127.0.0.1", "4873"));
        using var connection = new DescriptorStream(ListeningSocket.Accept(Assert.Single(running.Sandbox.Listeners))) { Limit = Running.Limit };
        Assert.Equal("from inside", Encoding.UTF8.GetString(Running.ReadBytes(connection)));
        connection.Write("from outside"u8);
        connection.Dispose();
        var end = running.ReadToEnd();
        Assert.Equal(("from outside", "", 0), (end.Output, end.Error, end.Exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine("127.0.0.1", "4874")]
    [OnEveryEngine("127.0.0.2", "4873")]
    public void No_other_address_answers(Subject subject, string address, string port)
    {
        using var running = Running.Start(subject, Plan(address, port));
        var end = running.ReadToEnd();
        Assert.Equal(("ECONNREFUSED", 3), (end.Output, end.Exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_holds_none_of_the_sockets(Subject subject)
    {
        using var running = Running.Start(subject, ContractPlan.For("/bin/sh", "-c", "ls -l /proc/$$/fd | grep -c socket") with { Listeners = [new PlanListener("127.0.0.1", 4873)] });
        Assert.Equal("0\n", running.ReadToEnd().Output);
    }

    [Theory]
    [OnEveryEngine]
    public void What_is_refused_at_last_was_not_started(Subject subject)
    {
        var refusal = new Refusal("MB0000", "no", "none");
        var session = Running.NextSession();
        var plan = ContractPlan.For("/bin/sh", "-c", "echo started; cat", session).On(subject);
        var told = Assert.Throws<SandboxException>(() => EngineUnderTest.Of(subject).Start(plan, session, () => refusal));
        Assert.Equal(refusal, told.Refusal);
        Leftovers.AwaitNone(subject, session);
    }

    [Fact]
    public void An_address_that_is_not_loopback_or_no_port_is_refused()
    {
        foreach (var listener in new[] { new PlanListener("10.0.0.1", 4873), new PlanListener("127.0.0.1", 0), new PlanListener("127.0.0.1", 65536), new PlanListener("127.1", 4873), new PlanListener("::1", 4873) })
        {
            var refusals = EngineUnderTest.Of(Subject.Bubblewrap).Check(ContractPlan.For("/bin/true") with { Listeners = [listener] });
            Assert.Equal("MB2305", Assert.Single(refusals).Code);
        }
    }

    private static SandboxPlan Plan(string address, string port) =>
        ContractPlan.For("/usr/bin/node", "-e", Ask, address, port) with
        {
            Listeners = [new PlanListener("127.0.0.1", 4873)],
            Limits = new PlanLimits(1L << 30, 64, 2.0, 256, 8L << 20, RequireCgroup: false),
        };
}
