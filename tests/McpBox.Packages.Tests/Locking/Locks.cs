using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Locking;

/// <summary>Packages and lock files for tests.</summary>
internal static class Locks
{
    public const string Node20 = "host linux-x64 glibc node-20";

    public static readonly string Tree = new('a', 64);

    public static LockedPackage Package(string name = "pkg", string? wanted = "^1.2", string toolchain = Node20) => new()
    {
        Spec = new PackageSpec(Ecosystem.Npm, name, wanted),
        Version = "1.2.3",
        Toolchain = toolchain,
        Scripts = false,
        Resolution = "{\n  \"lockfileVersion\": 3\n}\n",
        Tree = Tree,
    };

    public static string Write(ScratchFolder folder, string text, string name = LockFile.Name)
    {
        File.WriteAllText(folder.At(name), text);
        File.SetUnixFileMode(folder.At(name), (UnixFileMode)0x1a4);
        return folder.At(name);
    }

    /// <summary>The text of a file with one package, in which a test changes something.</summary>
    public static string OnePackage { get; } = LockFile.Empty.With(Package()).ToText();

    /// <summary>Code and place of each problem of a text: <c>MB6107 3:1</c>.</summary>
    public static string[] Problems(string text)
    {
        using var folder = new ScratchFolder();
        var path = Write(folder, text);
        var reading = LockFile.Load(path);
        Assert.Equal(reading.File is null, !reading.Problems.IsEmpty);
        return [.. reading.Problems.Select(problem => $"{problem.Code} {Place(problem.Message, path)}")];
    }

    private static string Place(string message, string path)
    {
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        var rest = message[path.Length..];
        return rest[0] == ':' ? rest[1..rest.IndexOf(": ", StringComparison.Ordinal)] : "";
    }
}
