using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace McpBox.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>src/**/*.csproj by project name, with references by project name and package names.</summary>
    public static IReadOnlyDictionary<string, (string[] Projects, string[] Packages)> Projects { get; } =
        Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), Read);

    public static IEnumerable<string> Sources() =>
        Directory.GetFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>README.md and docs/**/*.md.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md"));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static (string[] Projects, string[] Packages) Read(string path)
    {
        var project = XDocument.Load(path);
        return (
            [.. project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))],
            [.. project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)]);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
