using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Subjects;

internal static class SubjectTraits
{
    /// <summary>gVisor's kernel is a process of the host, whose threads count against the limit.</summary>
    private const int OwnThreadsOfGvisor = 192;

    public static bool IsContainer(this Subject subject) => subject != Subject.Bubblewrap;

    public static bool IsAttached(this Subject subject) => subject is Subject.DockerAttach or Subject.PodmanAttach or Subject.Runsc;

    public static bool IsPodman(this Subject subject) => subject is Subject.PodmanFifo or Subject.PodmanAttach;

    /// <summary>Address of the daemon that scripts/daemons.sh started.</summary>
    public static string Daemon(this Subject subject) => Required(subject.IsPodman() ? "MCPBOX_TEST_PODMAN" : "MCPBOX_TEST_DOCKER");

    /// <summary>The same plan, with what this subject needs in it.</summary>
    public static SandboxPlan On(this SandboxPlan plan, Subject subject) => subject.IsContainer()
        ? plan with
        {
            Image = new PlanImage(Required("MCPBOX_TEST_IMAGE"), Required("MCPBOX_TEST_IMAGE_ID"), Required("MCPBOX_TEST_IMAGE_ID")),
            Runtime = subject == Subject.Runsc ? "runsc" : null,
            Stdio = subject.IsAttached() ? StdioMode.Attach : StdioMode.Fifo,
            Limits = subject == Subject.Runsc ? plan.Limits with { Pids = plan.Limits.Pids + OwnThreadsOfGvisor } : plan.Limits,
        }
        : plan;

    private static string Required(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run `scripts/daemons.sh start` and `eval \"$(scripts/daemons.sh env)\"` first");
}
