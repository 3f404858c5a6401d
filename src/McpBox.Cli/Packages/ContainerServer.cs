using McpBox.Packages;
using McpBox.Packages.Forms;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>A <c>docker run</c> line as a server under a profile: what it mounts and passes is declared, and checked like every declaration.</summary>
internal static class ContainerServer
{
    /// <exception cref="PackageException">A variable is one that no server may be given.</exception>
    public static ServerDefinition Of(ServerDefinition declared, ContainerForm form)
    {
        RefuseVariables(form);
        var profile = declared.Profile;
        var limits = profile.Limits;
        return declared with
        {
            Command = form.Entrypoint,
            Args = form.Arguments,
            Profile = profile with
            {
                Container = profile.Container with { Image = form.Image, Runtime = Runtime(profile, form) },
                Filesystem = profile.Filesystem with { Mounts = [.. profile.Filesystem.Mounts, .. Mounts(declared, form)] },
                Environment = Variables(profile.Environment, form),

                // The profile's are ceilings: a line that was pasted from somewhere cannot raise them.
                Limits = limits with
                {
                    Memory = Math.Min(limits.Memory, form.Memory ?? limits.Memory),
                    Cpus = Math.Min(limits.Cpus, form.Cpus ?? limits.Cpus),
                    Pids = Math.Min(limits.Pids, form.Pids ?? limits.Pids),
                },
                Process = profile.Process with { WorkingDirectory = form.WorkingDirectory ?? profile.Process.WorkingDirectory },
            },
        };
    }

    // A profile that names a runtime (gVisor, say) means it for every line.
    private static string? Runtime(Profile profile, ContainerForm form) =>
        form.Runtime is not { } asked || profile.Container.Runtime is not { } meant || asked == meant
            ? form.Runtime ?? profile.Container.Runtime
            : throw new PackageException("MB6022", $"--runtime {asked} is not the profile's, which is {meant}", "leave it out, or name another profile");

    private static IEnumerable<MountDeclaration> Mounts(ServerDefinition declared, ContainerForm form) =>
        form.Mounts.Select(mount => new MountDeclaration(mount.Source, mount.Target, mount.Writable, AllowSensitive: false, declared.Origin));

    // From one layer to the next the later word holds, as between a profile and its server.
    private static EnvironmentSection Variables(EnvironmentSection below, ContainerForm form) => new()
    {
        Pass = [.. below.Pass.Union(form.Passed).Except(form.Set.Keys)],
        Set = below.Set.RemoveRange(form.Passed).SetItems(form.Set),
    };

    private static void RefuseVariables(ContainerForm form)
    {
        var faults = form.Passed.Select(static name => VariableNames.FaultOfPassed("-e", name)).Concat(form.Set.Keys.Select(static name => VariableNames.FaultOf("-e", name)));
        if (faults.FirstOrDefault(static fault => fault is not null) is var (code, message, hint))
            throw new PackageException(code, message, hint);
    }
}
