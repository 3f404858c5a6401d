using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>How the streams are carried, and why so.</summary>
/// <param name="Mode">Never <see cref="StdioMode.Auto"/>.</param>
/// <param name="Refusal">Not null where the profile forces what is impossible.</param>
internal sealed record StdioChoice(StdioMode Mode, string Reason, Refusal? Refusal = null)
{
    /// <summary>Runtimes whose containers open FIFOs of this kernel. Others have a kernel of their own (gVisor, Kata), or may.</summary>
    private static readonly string[] SharedKernel = ["crun", "io.containerd.runc.v2", "runc", "youki"];

    public static StdioChoice Of(SandboxPlan plan, DaemonFacts facts)
    {
        var obstacle = Obstacle(plan.Runtime ?? facts.DefaultRuntime, facts);
        return plan.Stdio switch
        {
            StdioMode.Attach => new(StdioMode.Attach, "the profile asks for it"),
            StdioMode.Fifo when obstacle is not null => new(StdioMode.Fifo, "", DockerRefusals.FifoImpossible(obstacle)),
            StdioMode.Fifo => new(StdioMode.Fifo, "the profile asks for it"),
            _ when obstacle is not null => new(StdioMode.Attach, obstacle),
            _ => new(StdioMode.Fifo, "the daemon is on this machine"),
        };
    }

    private static string? Obstacle(string runtime, DaemonFacts facts)
    {
        if (facts.Distance is not null)
            return facts.Distance;
        return SharedKernel.Contains(runtime) ? null : $"the runtime {runtime} is not known to share this machine's kernel";
    }
}
