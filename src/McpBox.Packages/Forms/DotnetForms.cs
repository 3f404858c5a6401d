using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary><c>dnx</c> and <c>dotnet tool exec</c>: each names a tool of a NuGet feed.</summary>
internal static class DotnetForms
{
    private const string Config = "your NuGet.Config";

    private static readonly Dictionary<string, FormOption<PackageWords>> Options = new(StringComparer.Ordinal)
    {
        ["-y"] = PackageOption.Drop,
        ["--yes"] = PackageOption.Drop,
        ["--interactive"] = PackageOption.Drop,
        ["--no-http-cache"] = PackageOption.Drop,
        ["--disable-parallel"] = PackageOption.Drop,
        ["-v"] = PackageOption.DropValue,
        ["--verbosity"] = PackageOption.DropValue,
        ["--version"] = new(TakesValue: true, static (words, value) => words.Version = value),
        // NuGet's floating version that takes prereleases as well.
        ["--prerelease"] = new(TakesValue: false, static (words, _) => words.Version = "*-*"),
        ["--allow-roll-forward"] = PackageOption.Remark("--allow-roll-forward is left out: the tool runs on the newest runtime that is here"),
        ["--source"] = PackageOption.Registry("--source", Config),
        ["--add-source"] = PackageOption.Registry("--add-source", Config),
        ["--configfile"] = PackageOption.Registry("--configfile", Config),
        ["--ignore-failed-sources"] = PackageOption.Registry("--ignore-failed-sources", Config) with { TakesValue = false },
        ["--framework"] = Framework("--framework"),
        ["-f"] = Framework("-f"),
        ["--arch"] = Framework("--arch"),
        ["-a"] = Framework("-a"),
    };

    private static readonly OptionTable<PackageWords> Dnx = new("dnx", untilFirstWord: false, Options);

    private static readonly OptionTable<PackageWords> ToolExec = new("dotnet tool exec", untilFirstWord: false, Options);

    /// <returns>Null when the words run no package: <c>dotnet server.dll</c>.</returns>
    public static PackageForm? Read(string tool, ImmutableArray<string> words) => (tool, words) switch
    {
        ("dnx", _) => Take(Dnx, words),
        ("dotnet", ["dnx", .. var rest]) => Take(Dnx, rest),
        ("dotnet", ["tool", "exec" or "execute", .. var rest]) => Take(ToolExec, rest),
        _ => null,
    };

    private static PackageForm Take(OptionTable<PackageWords> table, ImmutableArray<string> words)
    {
        var said = new PackageWords(table.Tool, Ecosystem.NuGet);
        return said.Assemble(table.Read(words, said));
    }

    private static FormOption<PackageWords> Framework(string option) =>
        PackageOption.Refuse(option, "chooses what the tool is built for, and that is this machine", "leave it out");
}
