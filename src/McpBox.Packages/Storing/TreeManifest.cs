using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Packages.Storing;

/// <summary>
/// What a tree of files is, a line each, sorted by path: <c>d PATH</c>, <c>l PATH TARGET</c>, <c>f PATH SIZE SHA256</c>, <c>x</c> for a program. Paths are relative,
/// with everything but plain characters percent-encoded.
/// </summary>
internal static class TreeManifest
{
    /// <summary>Of every file and folder: what was changed has another time, so that a look without reading notices it.</summary>
    public static readonly DateTime Time = DateTime.UnixEpoch.AddYears(30);

    /// <summary>Looks at every file of a tree, on every core.</summary>
    /// <exception cref="PackageException">The tree holds what is no file, folder or link within it.</exception>
    public static string Of(string root)
    {
        var entries = new List<FileSystemInfo>();
        Collect(new DirectoryInfo(root), entries);
        var lines = new string[entries.Count];
        Parallel.For(0, lines.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => lines[i] = Line(entries[i], root));
        Array.Sort(lines, StringComparer.Ordinal);
        return string.Concat(lines);
    }

    public static string Hash(string manifest) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)));

    /// <summary>Looks at the tree without reading it.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Glance(string root, string manifest)
    {
        foreach (var line in manifest.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
                continue;
            var words = line.ToString().Split(' ');
            var path = Path.Combine(root, Uri.UnescapeDataString(words[1]));
            FileSystemInfo file = words[0] == "d" ? new DirectoryInfo(path) : new FileInfo(path);
            if (Difference(file, words) is { } difference)
                return $"{words[1]} {difference}";
        }

        return null;
    }

    private static string? Difference(FileSystemInfo file, string[] words)
    {
        if (words[0] == "l")
            return file.LinkTarget == Uri.UnescapeDataString(words[2]) ? null : "is another link";
        if (!file.Exists || file.LinkTarget is not null)
            return "is missing";
        if (file is FileInfo plain && plain.Length != long.Parse(words[2], CultureInfo.InvariantCulture))
            return "has another size";
        if (!OperatingSystem.IsWindows() && file.UnixFileMode != ModeOf(words[0]))
            return "has another mode";
        return file.LastWriteTimeUtc == Time ? null : "was written to";
    }

    /// <summary>Nobody's to write; folders and programs are everybody's to enter and to run.</summary>
    public static UnixFileMode ModeOf(string kind) => kind == "f" ? ReadByAll : ReadByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadByAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static void Collect(DirectoryInfo folder, List<FileSystemInfo> entries)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false }))
        {
            entries.Add(entry);
            if (entry is DirectoryInfo { LinkTarget: null } inner)
                Collect(inner, entries);
        }
    }

    private static string Line(FileSystemInfo entry, string root)
    {
        var path = Path.GetRelativePath(root, entry.FullName);
        var name = Escaped(path);
        if (entry.LinkTarget is { } target)
            return Stays(entry.FullName, target, root) ? $"l {name} {Escaped(target)}\n" : throw Odd(name, "is a link that leads out of its package");
        if (entry is DirectoryInfo)
            return $"d {name}\n";
        if (Posix.Files.FileStatus.OfLink(entry.FullName)?.Kind != Posix.Files.FileKind.Regular)
            throw Odd(name, "is no plain file");
        using var stream = File.OpenRead(entry.FullName);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        var program = !OperatingSystem.IsWindows() && (entry.UnixFileMode & UnixFileMode.UserExecute) != UnixFileMode.None;
        return string.Create(CultureInfo.InvariantCulture, $"{(program ? 'x' : 'f')} {name} {stream.Length} {hash}\n");
    }

    private static bool Stays(string link, string target, string root) =>
        !Path.IsPathRooted(target) && (Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, target)) + "/").StartsWith(root + "/", StringComparison.Ordinal);

    private static string Escaped(string path) => path.Contains('\uFFFD', StringComparison.Ordinal)
        ? throw Odd(Uri.EscapeDataString(path), "has a name that is no UTF-8")
        : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static PackageException Odd(string name, string what) => new("MB6204", $"{name} {what}", "nothing was kept; the package is not one that mcpbox can hold");
}
