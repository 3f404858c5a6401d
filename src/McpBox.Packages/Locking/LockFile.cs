using System.Collections.Immutable;
using McpBox.Packages.Specs;
using McpBox.Sandbox;

namespace McpBox.Packages.Locking;

/// <summary>
/// <c>mcpbox.lock</c>: TOML in one layout, so that equal packages are equal bytes. Immutable. At most one package for each spec and toolchain.
/// </summary>
public sealed class LockFile
{
    /// <summary>The name beside the configuration.</summary>
    public const string Name = "mcpbox.lock";

    internal LockFile(ImmutableArray<LockedPackage> packages)
    {
        Packages = packages;
    }

    public static LockFile Empty { get; } = new([]);

    /// <summary>Sorted by the spec's text, then by the toolchain, both by code unit.</summary>
    public ImmutableArray<LockedPackage> Packages { get; }

    /// <summary>Reads a lock file; one that is not there is empty. A symlink is followed: what counts is who owns what it leads to.</summary>
    /// <exception cref="PackageException">Names the first problem with its place; <see cref="Load"/> has all of them.</exception>
    public static LockFile Read(string path)
    {
        var (file, problems) = Load(path);
        if (file is not null)
            return file;
        var first = problems[0];
        var others = problems.Length == 1 ? "" : $" (and {problems.Length - 1} more in this file)";
        throw new PackageException(first with { Message = first.Message + others });
    }

    /// <summary>Reads a lock file and says everything that is wrong with it, each with <c>path:line:column</c>.</summary>
    public static LockReading Load(string path) => LockDisk.Load(path);

    /// <summary>The package that a spec was locked to for a toolchain.</summary>
    /// <param name="toolchainPrefix">The first words of the toolchain, whole ones: <c>host linux-x64 glibc</c> finds <c>host linux-x64 glibc node-20</c>.</param>
    /// <returns>The first in order where several toolchains begin so; null for none.</returns>
    public LockedPackage? Find(PackageSpec spec, string toolchainPrefix)
    {
        var text = spec.ToString();
        return Packages.FirstOrDefault(package =>
            package.Spec.ToString() == text
            && (toolchainPrefix.Length == 0 || $"{package.Toolchain} ".StartsWith($"{toolchainPrefix.TrimEnd(' ')} ", StringComparison.Ordinal)));
    }

    /// <summary>The same with this package in place of the one of its spec and toolchain.</summary>
    /// <exception cref="PackageException">It would not read back as it is.</exception>
    public LockFile With(LockedPackage package)
    {
        if (LockedText.FaultOf(package) is { } fault)
        {
            throw new PackageException(
                LockCodes.Unwritable, $"{package.Spec} cannot be locked: {fault}", "what a registry or the command line says there is wrong; name the package another way");
        }

        return new LockFile([.. Without(package.Spec, package.Toolchain).Packages.Append(package).Order(LockOrder.Instance)]);
    }

    /// <summary>The same without the package of this spec and exact toolchain; without all of the spec for null.</summary>
    public LockFile Without(PackageSpec spec, string? toolchain = null)
    {
        var text = spec.ToString();
        return new LockFile([.. Packages.Where(package =>
            package.Spec.ToString() != text || (toolchain is not null && package.Toolchain != toolchain))]);
    }

    /// <summary>The file's text: UTF-8 without a byte order mark, lines end with LF.</summary>
    public string ToText() => LockText.Of(Packages);

    /// <summary>
    /// Replaces a lock file as a whole, mode 0644, on the disk before it has its name. What others wrote since it was read is lost:
    /// who changes a file uses <see cref="Update"/>.
    /// </summary>
    /// <exception cref="PackageException">It cannot be written; the old file is as it was.</exception>
    public void Write(string path) => LockDisk.Change(path, () => this);

    /// <summary>Reads, changes and writes a lock file while no other mcpbox does. Keep the change short: others wait.</summary>
    /// <returns>What stands in the file now.</returns>
    /// <exception cref="PackageException">The file that is there has problems, or it cannot be written; it is as it was.</exception>
    public static LockFile Update(string path, Func<LockFile, LockFile> change) => LockDisk.Change(path, () => change(Read(path)));
}

/// <summary>What <see cref="LockFile.Load"/> found.</summary>
/// <param name="File">Null if and only if there are problems: half a lock file locks nothing.</param>
public sealed record LockReading(LockFile? File, ImmutableArray<Refusal> Problems);

/// <summary>The order of packages in the file.</summary>
internal sealed class LockOrder : IComparer<LockedPackage>
{
    public static LockOrder Instance { get; } = new();

    public int Compare(LockedPackage? x, LockedPackage? y)
    {
        var bySpec = string.CompareOrdinal(x?.Spec.ToString(), y?.Spec.ToString());
        return bySpec != 0 ? bySpec : string.CompareOrdinal(x?.Toolchain, y?.Toolchain);
    }
}
