using System.Runtime.InteropServices;
using McpBox.Cli.Run;
using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Packages;

/// <summary>
/// A build's programs in sandboxes like a server's, but for one folder of mcpbox's own that is writable, and the gateway in the place of a network. The same engine
/// and image as the server will have.
/// </summary>
/// <param name="image">Null for the host's toolchain.</param>
internal sealed class BuildSandbox(ISandboxEngine engine, ImageFacts? image) : IBuildSandbox
{
    private static readonly Origin Here = new("(build)", 0, 0);

    public string Toolchain => image is null
        ? $"host linux-{Architecture} {(Directory.EnumerateFiles("/lib", "ld-musl-*").Any() ? "musl" : "glibc")}"
        : $"image {image.Image.Id} linux-{Architecture}";

    private static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    public BuildOutcome Run(BuildStep step, CancellationToken cancellationToken)
    {
        var plan = PlanOf(step);
        try
        {
            using var sandbox = engine.Start(plan, $"build{Guid.NewGuid():N}"[..17]);
            sandbox.Input.Dispose();
            return new BuildPump(sandbox, step).Run(cancellationToken);
        }
        catch (SandboxException failure)
        {
            throw new PackageException(failure.Refusal);
        }
    }

    private SandboxPlan PlanOf(BuildStep step)
    {
        var planned = Planner.Plan(new PlanRequest
        {
            Name = "build",
            Profile = Profile(step),
            Program = step.Program,
            Arguments = step.Arguments,
            Image = image,
            CurrentDirectory = "/",
            CallerEnvironment = CallerEnvironment.Read(),
            CallerUid = Caller.EffectiveUserId(),
            HomeDirectory = CallerEnvironment.Home(),
        });
        if (planned.Plan is not { } plan)
            throw new PackageException(planned.Problems[0].Code, $"{step.Program} cannot be run to build packages: {planned.Problems[0].Message}", planned.Problems[0].Hint);

        // Not by the profile: no configuration can have mcpbox's own folders shown writable, and this one is meant.
        return plan with
        {
            Mounts = [.. plan.Mounts, new PlanMount(step.Folder, step.Folder, Writable: true, "build"), .. step.Shown.Select(static path => new PlanMount(path, path, Writable: false, "build"))],
            RunAs = RunAs.Caller,
            WorkingDirectory = step.Folder,
            Listeners = step.Gateway is null ? [] : [Listener()],
        };
    }

    private static PlanListener Listener()
    {
        var address = System.Net.IPEndPoint.Parse(BuildStep.GatewayAddress);
        return new PlanListener(address.Address.ToString(), address.Port);
    }

    private static Profile Profile(BuildStep step) => new()
    {
        Name = "build",
        Origin = Here,
        Filesystem = new FilesystemSection { TmpSize = 1L << 30, HomeSize = 1L << 30 },
        Limits = new LimitsSection { Memory = 3L << 30, Pids = 512, Cpus = Environment.ProcessorCount, OpenFiles = 8192, FileSize = 2L << 30 },
        Environment = new EnvironmentSection { Set = step.Environment },
    };
}
