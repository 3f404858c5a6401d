using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>A plan with sizes that a test can fill.</summary>
internal static class ContractPlan
{
    public static SandboxPlan For(params ImmutableArray<string> command) => new()
    {
        Name = "test",
        Profile = "strict",
        Command = command,
        WorkingDirectory = "/tmp",
        Mounts = [Mount(TestFiles.Probe)],
        TmpSize = 4L << 20,
        HomeSize = 2L << 20,
        Environment = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = "/home/mcp",
            ["LANG"] = "C.UTF-8",
            ["TMPDIR"] = "/tmp",
        }),
        Limits = new PlanLimits(256L << 20, 64, 1.0, 256, 8L << 20, RequireCgroup: false),
        RunAs = Environment.IsPrivilegedProcess ? RunAs.Nobody : RunAs.Caller,
    };

    /// <summary>A shell script. What follows the script is on its command line, so that tests find its processes by it.</summary>
    public static SandboxPlan Script(string script, string mark) => For("/bin/sh", "-c", script, mark);

    /// <summary>A host path, read-only, at its own place.</summary>
    public static PlanMount Mount(string path, bool writable = false) => new(path, path, writable, "test");
}
