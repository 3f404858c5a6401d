using System.Collections.Immutable;
using System.ComponentModel;
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

    public string Toolchain => ToolchainOf(image);

    /// <summary>What packages are built with where servers have such an image, or none.</summary>
    public static string ToolchainOf(ImageFacts? image) => image is null
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
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            // Of this process's own: descriptors or threads are used up. The sandbox is gone.
            throw new PackageException("MB6402", $"{step.Program} could not be served in the build sandbox: {failure.Message}", "the message is the system's own");
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
            Mounts = MountsOf(step, plan),
            RunAs = RunAs.Caller,
            WorkingDirectory = step.Folder,
            Listeners = step.Gateway is null ? [] : [Listener()],
        };
    }

    /// <summary>
    /// What the planner shows of the step's own folders for the sake of a script in them is left out: they show it themselves, and a package root
    /// around the folder is more than the step is to see.
    /// </summary>
    private static ImmutableArray<PlanMount> MountsOf(BuildStep step, SandboxPlan plan)
    {
        ImmutableArray<PlanMount> own =
            [new PlanMount(step.Folder, step.Folder, Writable: true, "build"), .. step.Shown.Select(static path => new PlanMount(path, path, Writable: false, "build"))];
        return [.. plan.Mounts.Where(mount => !own.Any(folder => Overlap(mount.Target, folder.Target))), .. own];
    }

    private static bool Overlap(string one, string other) => CanonicalPath.IsWithin(one, other) || CanonicalPath.IsWithin(other, one);

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
