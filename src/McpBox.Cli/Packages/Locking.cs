using McpBox.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Cli.Packages;

/// <summary>How what one server runs is chosen once and written down: a package, which is built, or an image, which is fetched.</summary>
internal interface ILocking
{
    /// <summary>As the lock file has it.</summary>
    PackageSpec Spec { get; }

    /// <summary>What is locked now; null when nothing is.</summary>
    /// <exception cref="PackageException">The lock file cannot be read or believed.</exception>
    LockedPackage? Locked();

    /// <summary>What is locked stays as it is; what is not is chosen now. It can be started afterwards.</summary>
    /// <exception cref="PackageException">Nothing is kept.</exception>
    KeptLock Lock();

    /// <summary>Chooses by what the registry says now.</summary>
    /// <exception cref="PackageException">There is none that is allowed.</exception>
    LockedPackage Choose();

    /// <summary>The version that <see cref="Choose"/> would choose; nothing is fetched.</summary>
    /// <exception cref="PackageException">There is none that is allowed.</exception>
    string Newest();

    /// <summary>Makes that what was chosen can be started, and writes it down.</summary>
    /// <exception cref="PackageException">Nothing is kept.</exception>
    KeptLock Keep(LockedPackage chosen);
}

/// <summary>What stands in the lock file from now on.</summary>
/// <param name="Place">Of a package the key of its entry in the store; of an image its digest.</param>
internal sealed record KeptLock(LockedPackage Package, string Place);

/// <summary>Which kind a server is.</summary>
internal static class Locking
{
    /// <param name="words">Of a package or an image.</param>
    /// <param name="say">A line for whoever watches; may hold hostile text.</param>
    public static ILocking Of(PackageParts parts, ServerWords words, Action<string> say, CancellationToken cancellationToken) => words.Spec is { } spec
        ? new PackageLocking(parts, words.Server.Profile, spec, say, cancellationToken)
        : new ImageLocking(parts, words.Server.Profile.Container.Image!, say);
}
