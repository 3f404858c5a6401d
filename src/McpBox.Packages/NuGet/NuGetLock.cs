using System.Collections.Immutable;
using System.Text.RegularExpressions;
using McpBox.Packages.Registries;

namespace McpBox.Packages.NuGet;

/// <summary>
/// A NuGet lock: the tool's package, then the one for this machine if there is one, a line each: <c>id version sha512-BASE64</c>. The hash is that of the whole
/// file, signatures included: another signature is another file.
/// </summary>
/// <param name="Hash">As <see cref="IntegrityHash.FromSri"/> reads it.</param>
internal sealed record NuGetLock(string Id, NuGetVersion Version, string Hash)
{
    public static string Line(string id, NuGetVersion version, RegistryFile file) =>
        $"{id} {version} sha512-{Convert.ToBase64String(file.Hash(IntegrityAlgorithm.Sha512).AsSpan())}\n";

    /// <exception cref="PackageException">It is no such lock, or one of another package (MB6460).</exception>
    public static ImmutableArray<NuGetLock> Read(string resolution, string id, string version)
    {
        var lines = resolution.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => One(line) ?? throw new PackageException(NuGetRefusals.LockUnreadable(id, $"a line is not ID VERSION sha512-BASE64: {line}"))).ToImmutableArray();
        return lines.Length is 1 or 2 && lines[0].Id == id && lines.All(line => line.Version.ToString() == version)
            ? lines
            : throw new PackageException(NuGetRefusals.LockUnreadable(id, $"it is not of {id} {version}"));
    }

    public static bool IsId(string id) => id.Length <= 100 && IdPattern.IsMatch(id);

    private static readonly Regex IdPattern = new(@"\A[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*\z", RegexOptions.NonBacktracking);

    private static NuGetLock? One(string line) => line.Split(' ') is [var id, var text, var hash]
        && IsId(id) && NuGetVersion.Parse(text) is { } version && hash.StartsWith("sha512-", StringComparison.Ordinal) ? new NuGetLock(id, version, hash) : null;
}
