using System.Text.Json.Nodes;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A daemon that makes something else than it was asked for is noticed before anything runs: each hard default, taken away on the way.</summary>
public sealed class ReadbackTests
{
    /// <summary>Field, and what it is changed to.</summary>
    private static readonly Dictionary<string, string> Changes = new(StringComparer.Ordinal)
    {
        ["Config.Entrypoint"] = """["/bin/sh"]""",
        ["Config.Cmd"] = """["-c","true"]""",
        ["Config.User"] = "\"0:0\"",
        ["Config.Hostname"] = "\"other\"",
        ["Config.Healthcheck"] = """{"Test":["CMD","/bin/true"]}""",
        ["Config.Labels"] = "{}",
        ["HostConfig.ReadonlyRootfs"] = "false",
        ["HostConfig.Privileged"] = "true",
        ["HostConfig.CapDrop"] = "[]",
        ["HostConfig.SecurityOpt"] = """["no-new-privileges"]""",
        ["HostConfig.NetworkMode"] = "\"host\"",
        ["HostConfig.PidMode"] = "\"host\"",
        ["HostConfig.PidsLimit"] = "4096",
        ["HostConfig.Memory"] = "200000000",
        ["HostConfig.MemorySwap"] = "600000000",
        ["HostConfig.NanoCpus"] = "1500000000",
        ["HostConfig.Ulimits"] = """[{"Name":"core","Soft":1,"Hard":1}]""",
        ["HostConfig.ShmSize"] = "1000000",
        ["HostConfig.Tmpfs"] = """{"/tmp":"rw,exec,size=1000000"}""",
        ["HostConfig.AutoRemove"] = "false",
        ["HostConfig.GroupAdd"] = """["1"]""",
        ["HostConfig.Devices"] = """[{"PathOnHost":"/dev/null","PathInContainer":"/dev/other","CgroupPermissions":"rwm"}]""",
        ["HostConfig.OomKillDisable"] = "true",
        ["Mounts"] = """[{"Type":"bind","Source":"/","Target":"/host"}]""",
    };

    /// <summary>Docker says more of a container than Podman does, where the probe has to see it.</summary>
    private static readonly Dictionary<string, string> DockerChanges = new(StringComparer.Ordinal)
    {
        ["HostConfig.CapAdd"] = """["NET_RAW"]""",
        ["HostConfig.IpcMode"] = "\"shareable\"",
        ["HostConfig.CgroupnsMode"] = "\"host\"",
        ["HostConfig.MaskedPaths"] = "[]",
        ["HostConfig.ReadonlyPaths"] = "[]",
        ["HostConfig.LogConfig"] = """{"Type":"json-file"}""",
        ["HostConfig.Init"] = "true",
        ["HostConfig.Runtime"] = "\"runsc\"",
    };

    public static TheoryData<string, string> Fields()
    {
        var fields = new TheoryData<string, string>();
        foreach (var field in Changes.Keys.Concat(DockerChanges.Keys))
            fields.Add("docker", field);
        foreach (var field in Changes.Keys)
            fields.Add("podman", field);
        return fields;
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_control_that_is_taken_away_on_the_way_is_named_and_nothing_is_left(string daemon, string field)
    {
        var sound = Bench.Engine(daemon);
        var engine = new DockerEngine(() => Hosting.TestDaemons.Of(daemon), Bench.Guard)
        {
            FindInit = Bench.Init,
            Run = Bench.Folder,
            Amend = body => Change(body, field),
        };
        var session = Bench.Session();
        var plan = Bench.Plan(StdioMode.Fifo, "/bin/cat") with { Runtime = field == "HostConfig.Runtime" ? "runc" : null };
        var refusal = Assert.Throws<SandboxException>(() => engine.Start(plan, session)).Refusal;
        Assert.Equal("MB2231", refusal.Code);

        // With the host's processes dockerd gives up labels too, and says so first.
        Assert.Contains(field == "HostConfig.PidMode" && daemon == "docker" ? "HostConfig.SecurityOpt" : field, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(sound.FindTraces(), trace => trace.Session == session);
    }

    private static byte[] Change(byte[] body, string field)
    {
        var document = JsonNode.Parse(body)!.AsObject();
        var value = JsonNode.Parse(Changes.GetValueOrDefault(field) ?? DockerChanges[field])!;
        var parts = field.Split('.');
        if (field == "Mounts")
            document["HostConfig"]!["Mounts"]!.AsArray().Add(value.AsArray()[0]!.DeepClone());
        else if (parts[0] == "Config")
            document[parts[1]] = value;
        else
            document["HostConfig"]![parts[1]] = value;
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
