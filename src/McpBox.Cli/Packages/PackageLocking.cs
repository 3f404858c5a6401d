using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>One package under one profile: chosen, built, and written down, in this order, so that what stands in mcpbox.lock was built once.</summary>
/// <param name="say">A line for whoever watches; may hold hostile text.</param>
internal sealed class PackageLocking(PackageParts parts, Profile profile, PackageSpec spec, Action<string> say, CancellationToken cancellationToken) : ILocking
{
    private readonly IBuildSandbox _sandbox = parts.Sandbox(profile);
    private IEcosystem? _ecosystem;

    public PackageSpec Spec => spec;

    /// <summary>For this toolchain.</summary>
    public LockedPackage? Locked() => LockFile.Read(parts.LockFile()).Find(spec, _sandbox.Toolchain);

    public KeptLock Lock()
    {
        var wanted = profile.Package.Scripts == "allow";
        return Keep(Locked() switch
        {
            null => Choose(),

            // The versions stay; files that were built under another rule are others.
            { } locked when locked.Scripts != wanted => locked with { Scripts = wanted, Tree = null },
            { } locked => locked,
        });
    }

    public LockedPackage Choose()
    {
        say($"{spec}: choosing versions");
        return Ecosystem.Resolve(spec, Rules, cancellationToken);
    }

    public string Newest() => Ecosystem.NewestVersion(spec, Rules, cancellationToken);

    /// <summary>Builds what was chosen, unless it is in the store.</summary>
    public KeptLock Keep(LockedPackage chosen)
    {
        var entry = parts.Store.Build(chosen, folder =>
        {
            say($"{spec}: building {chosen.Version}");
            return Ecosystem.Build(chosen, folder, new BuildOptions(say), cancellationToken);
        });
        var locked = chosen with { Tree = entry.Tree };
        _ = LockFile.Update(parts.LockFile(), file => file.With(locked));
        return new KeptLock(locked, entry.Key);
    }

    private IEcosystem Ecosystem => _ecosystem ??= parts.Ecosystem(spec, _sandbox);

    private ResolveOptions Rules => new(profile.Package.MinAge, profile.Package.AllowDeprecated, profile.Package.Scripts == "allow", say);
}
