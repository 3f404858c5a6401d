using McpBox.Packages.Specs;

namespace McpBox.Packages.Locking;

/// <summary>One package of <c>mcpbox.lock</c>: all that decides which bytes are run.</summary>
public sealed record LockedPackage
{
    public required PackageSpec Spec { get; init; }

    /// <summary>Exact version of the package itself.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// What it was built with and for: <c>host linux-x64 glibc node-20</c>, or <c>image sha256:… linux-x64</c>. Another toolchain is another
    /// store entry, because native modules differ.
    /// </summary>
    public required string Toolchain { get; init; }

    /// <summary>True when the packages' own build scripts were run, in a sandbox without network.</summary>
    public required bool Scripts { get; init; }

    /// <summary>
    /// The ecosystem's own lock, verbatim, with an integrity hash for each package: package-lock.json, a requirements file with hashes, a list of
    /// NuGet content hashes, an image's digest. UTF-8, lines end with LF.
    /// </summary>
    public required string Resolution { get; init; }

    /// <summary>
    /// Lower-case hexadecimal SHA-256 of the manifest of the built files; null until it was built once. Who builds the same lock and gets other files is refused.
    /// </summary>
    public string? Tree { get; init; }
}
