using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary><c>npx</c>, <c>npm exec</c>, <c>pnpm dlx</c>, <c>bunx</c>, <c>yarn dlx</c>: each names a package of npm's registry.</summary>
internal static class NodeForms
{
    private const string Config = "your .npmrc";

    private static readonly FormOption<PackageWords> Call = PackageOption.Refuse(
        "-c", "is a line for a shell, and a package is started without one", "name the program and its arguments as words of their own");

    private static readonly Dictionary<string, FormOption<PackageWords>> NpmOptions = new(StringComparer.Ordinal)
    {
        ["-y"] = PackageOption.Drop,
        ["--yes"] = PackageOption.Drop,
        ["-q"] = PackageOption.Drop,
        ["--quiet"] = PackageOption.Drop,
        ["-s"] = PackageOption.Drop,
        ["--silent"] = PackageOption.Drop,
        ["-d"] = PackageOption.Drop,
        ["--verbose"] = PackageOption.Drop,
        ["--loglevel"] = PackageOption.DropValue,
        ["--no"] = PackageOption.Drop,
        ["--no-install"] = PackageOption.Drop,
        ["--ignore-existing"] = PackageOption.Drop,
        ["--ignore-scripts"] = PackageOption.NoScripts,
        ["--prefer-online"] = PackageOption.Drop,
        ["--prefer-offline"] = PackageOption.Drop,
        ["--offline"] = PackageOption.Drop,
        ["--no-audit"] = PackageOption.Drop,
        ["--no-fund"] = PackageOption.Drop,
        ["--no-progress"] = PackageOption.Drop,
        ["--no-color"] = PackageOption.Drop,
        ["--no-update-notifier"] = PackageOption.Drop,
        ["--cache"] = PackageOption.DropValue,
        ["-p"] = PackageOption.Package,
        ["--package"] = PackageOption.Package,
        ["-c"] = Call,
        ["--call"] = Call,
        ["--registry"] = PackageOption.Registry("--registry", Config),
        ["--userconfig"] = PackageOption.Registry("--userconfig", Config),
        ["-w"] = Workspace("-w"),
        ["--workspace"] = Workspace("--workspace"),
        ["--prefix"] = Workspace("--prefix"),
        ["-C"] = Workspace("-C"),
    };

    private static readonly OptionTable<PackageWords> Npx = new("npx", untilFirstWord: true, NpmOptions);

    // npm takes its own options wherever they stand before "--".
    private static readonly OptionTable<PackageWords> NpmExec = new("npm exec", untilFirstWord: false, NpmOptions);

    private static readonly OptionTable<PackageWords> PnpmDlx = new("pnpm dlx", untilFirstWord: true, new Dictionary<string, FormOption<PackageWords>>(StringComparer.Ordinal)
    {
        ["--package"] = PackageOption.Package,
        ["-s"] = PackageOption.Drop,
        ["--silent"] = PackageOption.Drop,
        ["-y"] = PackageOption.Drop,
        ["--yes"] = PackageOption.Drop,
        ["--reporter"] = PackageOption.DropValue,
        ["-c"] = Call,
        ["--shell-mode"] = Call,
        ["--registry"] = PackageOption.Registry("--registry", Config),
        ["--allow-build"] = PackageOption.Refuse(
            "--allow-build", "lets a package run its build scripts", "say it in the config: scripts = \"allow\" under [servers.NAME.package]"),
    });

    private static readonly OptionTable<PackageWords> Bunx = new("bunx", untilFirstWord: true, new Dictionary<string, FormOption<PackageWords>>(StringComparer.Ordinal)
    {
        ["--bun"] = PackageOption.Remark("--bun is left out: the package is started with the interpreter that its own program names, Node.js as a rule"),
        ["-y"] = PackageOption.Drop,
        ["--yes"] = PackageOption.Drop,
        ["--silent"] = PackageOption.Drop,
        ["--verbose"] = PackageOption.Drop,
        ["--no-install"] = PackageOption.Drop,
        ["-p"] = PackageOption.Package,
        ["--package"] = PackageOption.Package,
    });

    private static readonly OptionTable<PackageWords> YarnDlx = new("yarn dlx", untilFirstWord: true, new Dictionary<string, FormOption<PackageWords>>(StringComparer.Ordinal)
    {
        ["-q"] = PackageOption.Drop,
        ["--quiet"] = PackageOption.Drop,
        ["-p"] = PackageOption.Package,
        ["--package"] = PackageOption.Package,
    });

    /// <returns>Null when the words run no package: <c>npm run start</c>.</returns>
    public static PackageForm? Read(string tool, ImmutableArray<string> words) => (tool, words) switch
    {
        ("npx", _) => Take(Npx, words),
        ("npm", ["exec" or "x", .. var rest]) => Take(NpmExec, rest),
        ("pnpx", _) => Take(PnpmDlx, words),
        ("pnpm", _) => ReadPnpm(words),
        ("bunx", _) => Take(Bunx, words),
        ("bun", ["x", .. var rest]) => Take(Bunx, rest),
        ("yarn", ["dlx", .. var rest]) => Take(YarnDlx, rest),
        _ => null,
    };

    // "pnpm --package=yo dlx yo" is how its own manual writes it.
    private static PackageForm? ReadPnpm(ImmutableArray<string> words)
    {
        var command = words.TakeWhile(word => word.StartsWith('-')).Count();
        return command < words.Length && words[command] == "dlx" ? Take(PnpmDlx, words.RemoveAt(command)) : null;
    }

    private static PackageForm Take(OptionTable<PackageWords> table, ImmutableArray<string> words)
    {
        var said = new PackageWords(table.Tool, Ecosystem.Npm);
        return said.Assemble(table.Read(words, said));
    }

    private static FormOption<PackageWords> Workspace(string option) => PackageOption.Refuse(
        option, "means a folder of yours, and a package comes from the registry", "leave it out, or run the program in the folder as a command line: mcpbox run -- node …");
}
