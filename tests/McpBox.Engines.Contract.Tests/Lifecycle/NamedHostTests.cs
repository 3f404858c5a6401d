using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Names and ports that a plan gives a sandbox without a network lead to mcpbox, and to nobody else.</summary>
public sealed class NamedHostTests
{
    private const string Connect =
        "const s=require('net').connect(Number(process.argv[2]),process.argv[1]);" +
        "s.on('data',d=>process.stdout.write(d));s.on('error',e=>{process.stdout.write(e.code);process.exit(3)})";

    private const string Resolve =
        "require('dns').lookup(process.argv[1],{family:4},(e,a)=>process.stdout.write(e?e.code:a))";

    /// <summary>Tries to have an address beside mcpbox: as stream sockets, and as datagram sockets that would share it.</summary>
    private const string Take =
        "const out=[],net=require('net'),dgram=require('dgram');const tcp=(p,a)=>new Promise(r=>{const s=net.createServer();" +
        "s.on('error',e=>r(e.code));s.listen(p,a,()=>s.close(()=>r('taken')))});" +
        "const udp=(p,a)=>new Promise(r=>{const s=dgram.createSocket({type:'udp4',reuseAddr:true});" +
        "s.on('error',e=>r(e.code));s.bind(p,a,()=>{s.close();r('taken')})});" +
        "(async()=>{console.log((await Promise.all([tcp(5432,'127.83.0.1'),tcp(5432,'0.0.0.0'),tcp(5432,'::'),udp(5353,'127.83.0.1'),udp(5353,'0.0.0.0'),tcp(5433,'127.83.0.1')])).join(' '))})()";

    private static readonly SandboxPlan Node = ContractPlan.For("/usr/bin/node", "-e") with
    {
        Limits = new PlanLimits(1L << 30, 64, 2.0, 256, 8L << 20, RequireCgroup: false),
    };

    [Theory]
    [OnEveryEngine]
    public void A_name_of_the_plan_leads_to_mcpbox_on_a_port_that_only_root_may_bind(Subject subject)
    {
        var plan = Run(Connect, "api.example.com", "443") with { Hosts = [new("api.example.com", "127.83.0.1")], Listeners = [new("127.83.0.1", 443)] };
        using var running = Running.Start(subject, plan);
        Answer(Assert.Single(running.Sandbox.Listeners), new IPEndPoint(IPAddress.Parse("127.83.0.1"), 443));
        Assert.Equal(("from outside", "", 0), Words(running.ReadToEnd()));
    }

    [Theory]
    [OnEveryEngine]
    public void A_listener_for_every_address_tells_which_one_was_connected_to(Subject subject)
    {
        var plan = Run(Connect, "two.example.com", "443") with
        {
            Hosts = [new("one.example.com", "127.83.0.1"), new("two.example.com", "127.83.0.2")],
            Listeners = [new("0.0.0.0", 443)],
        };
        using var running = Running.Start(subject, plan);
        Answer(Assert.Single(running.Sandbox.Listeners), new IPEndPoint(IPAddress.Parse("127.83.0.2"), 443));
        Assert.Equal(("from outside", "", 0), Words(running.ReadToEnd()));
    }

    [Theory]
    [OnEveryEngine]
    public void A_question_about_a_name_reaches_mcpbox_and_its_answer_the_server(Subject subject)
    {
        var plan = Run(Resolve, "any.example.com") with { Resolver = "127.83.0.53", Listeners = [new("127.0.0.1", 8080), new("127.83.0.53", 53, ListenerKind.Udp)] };
        using var running = Running.Start(subject, plan);
        using (var socket = Socket(running.Sandbox.Listeners[1]))
        {
            var question = new byte[512];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var length = socket.ReceiveFrom(question, ref from);
            Assert.Contains("\u0003any\u0007example\u0003com", Encoding.Latin1.GetString(question, 0, length), StringComparison.Ordinal);
            socket.SendTo(AnswerTo(question.AsSpan(0, length), [127, 83, 0, 7]), from);
        }

        Assert.Equal(("127.83.0.7", "", 0), Words(running.ReadToEnd()));
    }

    [Theory]
    [OnEveryEngine]
    public void Names_of_the_plan_are_found_without_a_resolver_and_loopback_keeps_its_own(Subject subject)
    {
        var plan = ContractPlan.For("/bin/sh", "-c", "cat /etc/hosts; echo to >> /etc/hosts") with { Hosts = [new("db.internal", "127.83.0.5")] };
        using var running = Running.Start(subject, plan);
        var end = running.ReadToEnd();
        Assert.Equal("127.0.0.1 localhost mcpbox\n::1 localhost\n127.83.0.5 db.internal\n", end.Output);
        Assert.NotEqual(0, end.Exit.ShellCode);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_has_no_capability_where_its_init_bound_ports_of_root(Subject subject)
    {
        var plan = ContractPlan.For("/bin/sh", "-c", "cat /proc/self/status /proc/1/status | grep ^Cap >/tmp/caps; wc -l </tmp/caps; grep -cv 0000000000000000 /tmp/caps; ls -l /proc/$$/fd | grep -c socket") with
        {
            Listeners = [new("127.83.0.1", 443), new("127.83.0.1", 80), new("127.83.0.1", 5432), new("127.83.0.53", 53, ListenerKind.Udp)],
        };
        foreach (var runAs in new[] { plan.RunAs, RunAs.Caller }.Distinct())
        {
            using var running = Running.Start(subject, plan with { RunAs = runAs });
            Assert.Equal(4, running.Sandbox.Listeners.Length);
            Assert.Equal("10\n0\n0\n", running.ReadToEnd().Output);
        }
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_cannot_take_an_address_of_mcpbox(Subject subject)
    {
        var plan = Run(Take) with { Listeners = [new("127.83.0.1", 5432), new("127.83.0.1", 5353, ListenerKind.Udp)] };
        using var running = Running.Start(subject, plan);
        Assert.Equal("EADDRINUSE EADDRINUSE EADDRINUSE EADDRINUSE EADDRINUSE taken\n", running.ReadToEnd().Output);
    }

    /// <summary>A container's kernel setting is for all of it; the init of this engine has a right of its own instead.</summary>
    [Fact]
    public void On_bubblewrap_a_server_binds_no_port_below_1024_beside_those_of_mcpbox()
    {
        var plan = ContractPlan.For("/usr/bin/node", "-e", "require('net').createServer().on('error',e=>process.stdout.write(e.code)).listen(80,'127.83.0.1')") with
        {
            Listeners = [new("127.83.0.1", 443)],
            Limits = Node.Limits,
        };
        using var running = Running.Start(Subject.Bubblewrap, plan);
        Assert.Equal("EACCES", running.ReadToEnd().Output);
    }

    [Fact]
    public void Two_listeners_at_one_address_start_nothing()
    {
        var plan = ContractPlan.For("/bin/true") with { Listeners = [new("127.83.0.1", 443), new("0.0.0.0", 443)] };
        foreach (var subject in new[] { Subject.Bubblewrap, Subject.DockerFifo })
        {
            var session = Running.NextSession();
            Assert.Throws<SandboxException>(() => EngineUnderTest.Of(subject).Start(plan.On(subject), session));
            Leftovers.AwaitNone(subject, session);
        }
    }

    private static SandboxPlan Run(string script, params string[] arguments) => Node with { Command = [.. Node.Command, script, .. arguments] };

    private static (string Output, string Error, int Code) Words(Ended end) => (end.Output, end.Error, end.Exit.ShellCode);

    /// <summary>Takes the next connection, which was made to this address.</summary>
    private static void Answer(SafeFileHandle listener, IPEndPoint address)
    {
        using var socket = Socket(listener);
        using var connection = socket.Accept();
        Assert.Equal(address, connection.LocalEndPoint);
        connection.Send("from outside"u8);
        connection.Shutdown(SocketShutdown.Both);
    }

    private static Socket Socket(SafeFileHandle handle)
    {
        Assert.True(Running.IsReadable(handle, Running.Limit), "nothing came");
        return new Socket(new SafeSocketHandle(handle.DangerousGetHandle(), ownsHandle: false));
    }

    /// <summary>RFC 1035, 4.1: the question again, marked as answered, and one address for its name.</summary>
    private static byte[] AnswerTo(ReadOnlySpan<byte> question, byte[] address)
    {
        const int header = 12, type = 4;
        var end = header + question[header..].IndexOf((byte)0) + 1 + type;
        return
        [
            question[0], question[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question[header..end],
            0xc0, header, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, .. address,
        ];
    }
}
