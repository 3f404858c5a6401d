using System.Text.Json;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Controls;

/// <summary>
/// What <c>docker inspect</c> shows of a running server: what the container section of docker-bench-security looks at (CIS Docker Benchmark,
/// 5.1 to 5.32), and nothing of the server's environment.
/// </summary>
public sealed class InspectTests
{
    private const string Secret = "sk-canary-0f2d";

    public static TheoryData<Subject> Containers => [Subject.DockerFifo, Subject.DockerAttach, Subject.PodmanFifo, Subject.PodmanAttach, Subject.Runsc];

    public static TheoryData<Subject> OnDocker => [Subject.DockerFifo, Subject.DockerAttach, Subject.Runsc];

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_servers_environment_is_not_shown(Subject subject)
    {
        var plan = ContractPlan.For("/bin/sh", "-c", "echo $TOKEN; read line");
        using var running = Running.Start(subject, plan with { Environment = plan.Environment.Add("TOKEN", Secret) });
        Assert.Equal(Secret, running.ReadLine());
        var shown = DaemonView.Inspect(subject.Daemon(), running.Session);
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("TOKEN", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("read line", shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OnDocker))]
    public void Every_hard_default_is_what_the_daemon_says_of_the_container(Subject subject)
    {
        using var running = Running.Start(subject, "echo ready; read line");
        Assert.Equal("ready", running.ReadLine());
        using var shown = JsonDocument.Parse(DaemonView.Inspect(subject.Daemon(), running.Session));
        var host = shown.RootElement.GetProperty("HostConfig");
        Assert.Equal("none", host.GetProperty("NetworkMode").GetString());
        Assert.Equal("private", host.GetProperty("IpcMode").GetString());
        Assert.Equal("", host.GetProperty("PidMode").GetString());
        Assert.Equal("", host.GetProperty("UTSMode").GetString());
        Assert.Equal("", host.GetProperty("UsernsMode").GetString());
        Assert.False(host.GetProperty("Privileged").GetBoolean());
        Assert.False(host.GetProperty("PublishAllPorts").GetBoolean());
        Assert.True(host.GetProperty("ReadonlyRootfs").GetBoolean());
        Assert.True(host.GetProperty("AutoRemove").GetBoolean());
        Assert.Equal("no", host.GetProperty("RestartPolicy").GetProperty("Name").GetString());
        Assert.Equal("none", host.GetProperty("LogConfig").GetProperty("Type").GetString());
        Assert.Equal(["ALL"], Strings(host.GetProperty("CapDrop")));
        Assert.Empty(Strings(host.GetProperty("CapAdd")));
        Assert.Empty(Strings(host.GetProperty("Devices")));
        Assert.Equal(256L << 20, host.GetProperty("Memory").GetInt64());
        Assert.Equal(256L << 20, host.GetProperty("MemorySwap").GetInt64());
        Assert.True(host.GetProperty("NanoCpus").GetInt64() > 0);
        Assert.True(host.GetProperty("PidsLimit").GetInt64() > 0);
        var options = Strings(host.GetProperty("SecurityOpt")).ToList();
        Assert.Contains("no-new-privileges", options);
        Assert.Contains(options, static option => option.StartsWith("seccomp={", StringComparison.Ordinal));
        Assert.All(shown.RootElement.GetProperty("Mounts").EnumerateArray(), static mount => Assert.Equal("rprivate", mount.GetProperty("Propagation").GetString()));
        Assert.DoesNotContain("docker.sock", host.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_of_root_is_one_setting_of_the_containers_own_network_and_others_need_none()
    {
        Assert.Equal("""{"net.ipv4.ip_unprivileged_port_start":"0"}""", Sysctls(443));
        Assert.True(Sysctls(4873) is "null" or "{}");

        static string Sysctls(int port)
        {
            var plan = ContractPlan.For("/bin/sh", "-c", "echo ready; read line") with { Listeners = [new PlanListener("127.0.0.1", port)] };
            using var running = Running.Start(Subject.DockerFifo, plan);
            Assert.Equal("ready", running.ReadLine());
            using var shown = JsonDocument.Parse(DaemonView.Inspect(Subject.DockerFifo.Daemon(), running.Session));
            return shown.RootElement.GetProperty("HostConfig").TryGetProperty("Sysctls", out var sysctls) ? sysctls.GetRawText() : "null";
        }
    }

    private static IEnumerable<string> Strings(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(static item => item.ToString()) : [];
}
