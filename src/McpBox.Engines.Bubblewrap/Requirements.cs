using System.Collections.Immutable;
using System.Runtime.InteropServices;
using McpBox.Engines.Bubblewrap.Filtering;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Bubblewrap;

/// <summary>What this host must have for a plan to be honoured. Looks at files only; nothing is started.</summary>
internal static class Requirements
{
    public static ImmutableArray<Refusal> Check(SandboxPlan plan, ServerIdentity identity, ImmutableArray<ControlGroupHome> groups)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        Add(BubblewrapProgram.Find(out var untrusted) is null ? untrusted : null);
        Add(UserNamespaces(identity));
        Add(NativeLibrary.TryLoad(LibSeccomp.Library, out _) ? null : Refusals.SeccompMissing());
        Add(Identity(plan, identity));
        Add(SessionLimits.Refuse(plan.Limits, groups, serverIsRoot: identity.Uid == 0));
        foreach (var mount in plan.Mounts)
            Add(Target(mount) ?? MountPoint(plan, mount));
        foreach (var name in plan.Environment.Keys.Where(static name => !IsVariableName(name)))
            Add(Refusals.VariableName(name));
        Add(InitRefusals.OfNetwork(plan));
        Add(ServerProgram.Refuse(plan, identity));
        return refusals.ToImmutable();

        void Add(Refusal? refusal)
        {
            if (refusal is not null)
                refusals.Add(refusal);
        }
    }

    private static Refusal? UserNamespaces(ServerIdentity identity)
    {
        if (Reads("/proc/sys/user/max_user_namespaces", "0"))
            return Refusals.UserNamespacesOff("user.max_user_namespaces", "1000");

        // Debian's and older Ubuntu's own switch.
        if (identity.CallerUid != 0 && Reads("/proc/sys/kernel/unprivileged_userns_clone", "0"))
            return Refusals.UserNamespacesOff("kernel.unprivileged_userns_clone", "1");
        return null;
    }

    private static Refusal? Identity(SandboxPlan plan, ServerIdentity identity)
    {
        if (plan.RunAs == RunAs.Nobody && !identity.Drops)
            return Refusals.OnlyRootBecomesNobody();
        return identity.Drops && !File.Exists(ServerIdentity.Setpriv) ? Refusals.SetprivMissing() : null;
    }

    /// <summary>What the sandbox makes itself cannot be given away to a mount.</summary>
    private static Refusal? Target(PlanMount mount)
    {
        var own = mount.Target is "/" || !mount.Target.StartsWith('/')
            || mount.Target.Split('/') is ["", "proc" or "dev" or "sys", ..]
            || Paths.Holds(BubblewrapTranslation.OwnFolder, mount.Target) || Paths.Holds(mount.Target, BubblewrapTranslation.OwnFolder);
        return own ? Refusals.TargetReserved(mount.Target) : null;
    }

    /// <summary>
    /// A mount point in another mount must be there: bwrap would create it, on the host, and follow what links the last session left.
    /// </summary>
    private static Refusal? MountPoint(SandboxPlan plan, PlanMount mount)
    {
        var parent = Path.GetDirectoryName(mount.Target)!;
        if (Paths.Outer(plan, parent) is not { } outer)
            return null;
        var point = outer.Source + mount.Target[outer.Target.Length..];
        return HostPaths.Leads(point) == point ? null : Refusals.MountPointMissing(mount.Target, outer.Target);
    }

    private static bool IsVariableName(string name) => name.Length > 0 && !name.Contains('=', StringComparison.Ordinal);

    private static bool Reads(string path, string value) => File.Exists(path) && File.ReadAllText(path).Trim() == value;
}
