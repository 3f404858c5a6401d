using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Building;

/// <summary>What npm, PyPI and NuGet have in common: versions are chosen once, then the same files are put into a folder again and again.</summary>
public interface IEcosystem
{
    Ecosystem Kind { get; }

    /// <summary>Chooses versions by what the registry says now.</summary>
    /// <exception cref="PackageException">No such package or version, too young, deprecated, yanked, without an integrity hash; the registry or the sandbox failed.</exception>
    LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken);

    /// <summary>Puts the locked files into an empty folder.</summary>
    /// <returns>How the package is started.</returns>
    /// <exception cref="PackageException">The registry has other bytes than the lock says, or none; the package has no such program; the sandbox failed.</exception>
    StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken);

    /// <summary>The version that <see cref="Resolve"/> would choose for the package itself.</summary>
    /// <exception cref="PackageException">As of <see cref="Resolve"/>.</exception>
    string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken);
}
