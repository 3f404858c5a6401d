using McpBox.Packages.Forms;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>A <c>docker run</c> line as a server under a profile: what it mounts and passes is declared, and checked like every declaration.</summary>
internal static class ContainerServer
{
    public static ServerDefinition Of(ServerDefinition declared, ContainerForm form)
    {
        var profile = declared.Profile;
        var (files, environment, limits) = (profile.Filesystem, profile.Environment, profile.Limits);
        return declared with
        {
            Command = form.Entrypoint,
            Args = form.Arguments,
            Profile = profile with
            {
                Container = profile.Container with { Image = form.Image, Runtime = form.Runtime ?? profile.Container.Runtime },
                Filesystem = files with { Mounts = [.. files.Mounts, .. form.Mounts.Select(mount => new MountDeclaration(mount.Source, mount.Target, mount.Writable, AllowSensitive: false, declared.Origin))] },
                Environment = environment with { Pass = [.. environment.Pass, .. form.Passed], Set = environment.Set.SetItems(form.Set) },
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
}
