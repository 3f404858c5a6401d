using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary>What the options of a package runner said, and how the rest becomes a spec.</summary>
internal sealed class PackageWords(string tool, Ecosystem ecosystem)
{
    /// <summary>Of <c>--package</c>, <c>--from</c>, <c>--spec</c>, in their order.</summary>
    public List<string> Packages { get; } = [];

    /// <summary>Of <c>--version</c>; null when not given.</summary>
    public string? Version { get; set; }

    public List<string> Remarks { get; } = [];

    /// <summary>Of <c>--ignore-scripts</c>.</summary>
    public bool DeniesScripts { get; set; }

    /// <summary>The first word is the package; after <c>--package PKG</c> it is one of its programs.</summary>
    /// <exception cref="PackageException">There is no package, more than one, or one that cannot be pinned.</exception>
    public PackageForm Assemble(ImmutableArray<string> words)
    {
        if (words is not [var first, .. var arguments])
        {
            throw new PackageException(
                "MB6014", Packages.Count == 0 ? $"{tool} names no package" : $"{tool} names a package and none of its programs",
                Packages.Count == 0 ? $"write the package's name behind it: {tool} NAME" : "write the program's name behind the package");
        }

        return new PackageForm(SpecOf(first), arguments) { Remarks = [.. Remarks], DeniesScripts = DeniesScripts };
    }

    private PackageSpec SpecOf(string first) => Packages switch
    {
        [] => SpecReader.Read(WithVersion(first), ecosystem),
        [var package] => SpecReader.WithProgram(SpecReader.Read(package, ecosystem), first),
        _ => throw new PackageException(
            "MB6013", $"{tool} names several packages ({string.Join(", ", Packages)}), and a server is locked as one",
            "name the one that the server is in; what it needs is its dependency already"),
    };

    private string WithVersion(string first) => (Version, first.IndexOf('@', 1)) switch
    {
        (null, _) => first,
        ({ } version, < 0) => $"{first}@{version}",
        ({ } version, _) => throw new PackageException("MB6006", $"{first} has a version, and {tool} names {version} as well", "leave one of them out"),
    };
}

/// <summary>Options as the tables below write them.</summary>
internal static class PackageOption
{
    /// <summary>Says nothing about what is run, or only takes something away.</summary>
    public static FormOption<PackageWords> Drop { get; } = new(TakesValue: false, static (_, _) => { });

    public static FormOption<PackageWords> DropValue { get; } = new(TakesValue: true, static (_, _) => { });

    public static FormOption<PackageWords> Package { get; } = new(TakesValue: true, static (words, value) => words.Packages.Add(value));

    public static FormOption<PackageWords> NoScripts { get; } = new(TakesValue: false, static (words, _) => words.DeniesScripts = true);

    public static FormOption<PackageWords> Refuse(string option, string why, string hint, bool takesValue = true) =>
        new(takesValue, (_, _) => throw new PackageException("MB6012", $"{option} {why}", hint));

    public static FormOption<PackageWords> Remark(string remark) => new(TakesValue: false, (words, _) => words.Remarks.Add(remark));

    /// <summary>An option that names where packages come from.</summary>
    public static FormOption<PackageWords> Registry(string option, string config) => Refuse(
        option, "names a registry on the command line, and mcpbox takes packages from those of your own settings only",
        $"leave it out, and name the registry in {config} if it is meant");
}
