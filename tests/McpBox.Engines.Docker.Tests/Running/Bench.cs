using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Posix.Files;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>Engines, plans and sessions of tests on real daemons. A thing that the set-up should have made and is missing is a failure.</summary>
internal static class Bench
{
    /// <summary>Each daemon with each way of the streams.</summary>
    public static TheoryData<string, StdioMode> Ways() => new()
    {
        { "docker", StdioMode.Fifo },
        { "docker", StdioMode.Attach },
        { "podman", StdioMode.Fifo },
        { "podman", StdioMode.Attach },
    };

    public static GuardProgram Guard { get; } = new(Path.Combine(AppContext.BaseDirectory, "McpBox.Engines.Docker.Tests"), GuardProgram.Verb);

    public static (string? Path, Refusal? Refusal) Init()
    {
        var path = Path.Combine(Root(), "artifacts", "native", InitProgram.FileName);
        return (InitProgram.Locate(path, out var refusal), refusal);
    }

    public static DockerEngine Engine(string daemon) => new(() => TestDaemons.Of(daemon), Guard) { FindInit = Init, Run = Folder };

    /// <summary>Of these tests alone: others look for what is left in theirs.</summary>
    public static RunFolder Folder { get; } = new(Directory.CreateTempSubdirectory("mcpbox-run-").FullName, "/tmp");

    public static string Session() => Guid.NewGuid().ToString("N")[..12];

    public static SandboxPlan Plan(StdioMode stdio, params ImmutableArray<string> command) => new()
    {
        Name = "test",
        Profile = "strict",
        Command = command,
        WorkingDirectory = "/tmp",
        Mounts = [],
        TmpSize = 4L << 20,
        HomeSize = 2L << 20,
        Environment = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("HOME", "/home/mcp"), KeyValuePair.Create("LANG", "C.UTF-8"), KeyValuePair.Create("PATH", "/usr/bin:/bin"),
            KeyValuePair.Create("SECRET", "hush"), KeyValuePair.Create("TMPDIR", "/tmp"),
        ]),
        Limits = new PlanLimits(256L << 20, 64, 1.0, 256, 8L << 20, RequireCgroup: true),
        RunAs = RunAs.Nobody,
        Image = new PlanImage(Variable("MCPBOX_TEST_IMAGE"), Variable("MCPBOX_TEST_IMAGE_ID"), Variable("MCPBOX_TEST_IMAGE_ID")),
        Stdio = stdio,
    };

    public static SandboxPlan Shell(StdioMode stdio, string script) => Plan(stdio, "/bin/sh", "-c", script);

    private static string Variable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Assert.False(string.IsNullOrEmpty(value), $"{name} is not set: run the tests by `make test`, which makes the image");
        return value;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
