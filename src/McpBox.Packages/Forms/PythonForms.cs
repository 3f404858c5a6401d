using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary><c>uvx</c>, <c>uv tool run</c>, <c>pipx run</c>: each names a package of a Python index.</summary>
internal static class PythonForms
{
    private const string Config = "your pip.conf or uv.toml";

    private static readonly Dictionary<string, FormOption<PackageWords>> UvOptions = new(StringComparer.Ordinal)
    {
        ["--from"] = PackageOption.Package,
        ["-q"] = PackageOption.Drop,
        ["--quiet"] = PackageOption.Drop,
        ["-v"] = PackageOption.Drop,
        ["--verbose"] = PackageOption.Drop,
        ["-n"] = PackageOption.Drop,
        ["--no-cache"] = PackageOption.Drop,
        ["--refresh"] = PackageOption.Drop,
        ["--reinstall"] = PackageOption.Drop,
        ["--isolated"] = PackageOption.Drop,
        ["--offline"] = PackageOption.Drop,
        ["--no-progress"] = PackageOption.Drop,
        ["--no-env-file"] = PackageOption.Drop,
        ["--no-config"] = PackageOption.Drop,
        ["--no-build"] = PackageOption.Drop,
        ["--native-tls"] = PackageOption.Drop,
        ["--no-python-downloads"] = PackageOption.Drop,
        ["--color"] = PackageOption.DropValue,
        ["--cache-dir"] = PackageOption.DropValue,
        ["-p"] = Python("-p"),
        ["--python"] = Python("--python"),
        ["-w"] = With("-w"),
        ["--with"] = With("--with"),
        ["--with-requirements"] = With("--with-requirements"),
        ["--with-editable"] = With("--with-editable"),
        ["--prerelease"] = Prerelease("--prerelease", takesValue: true),
        ["--env-file"] = PackageOption.Refuse("--env-file", "reads variables from a file, and values in it may be secrets", "name them under [environment] of the profile: pass or set"),
        ["--directory"] = Folder("--directory"),
        ["--project"] = Folder("--project"),
        ["--index"] = PackageOption.Registry("--index", Config),
        ["--default-index"] = PackageOption.Registry("--default-index", Config),
        ["-i"] = PackageOption.Registry("-i", Config),
        ["--index-url"] = PackageOption.Registry("--index-url", Config),
        ["--extra-index-url"] = PackageOption.Registry("--extra-index-url", Config),
        ["-f"] = PackageOption.Registry("-f", Config),
        ["--find-links"] = PackageOption.Registry("--find-links", Config),
        ["--allow-insecure-host"] = PackageOption.Registry("--allow-insecure-host", Config),
    };

    private static readonly OptionTable<PackageWords> Uvx = new("uvx", untilFirstWord: true, UvOptions);

    private static readonly OptionTable<PackageWords> UvToolRun = new("uv tool run", untilFirstWord: true, UvOptions);

    private static readonly OptionTable<PackageWords> Pipx = new("pipx run", untilFirstWord: true, new Dictionary<string, FormOption<PackageWords>>(StringComparer.Ordinal)
    {
        ["--spec"] = PackageOption.Package,
        ["--no-cache"] = PackageOption.Drop,
        ["-q"] = PackageOption.Drop,
        ["--quiet"] = PackageOption.Drop,
        ["-v"] = PackageOption.Drop,
        ["--verbose"] = PackageOption.Drop,
        ["--python"] = Python("--python"),
        ["--with"] = With("--with"),
        ["--pypackages"] = Folder("--pypackages"),
        ["--path"] = Folder("--path"),
        ["-i"] = PackageOption.Registry("-i", Config),
        ["--index-url"] = PackageOption.Registry("--index-url", Config),
        ["--pip-args"] = PackageOption.Refuse("--pip-args", "is for pip, whose options decide where packages come from", "leave it out; registries stand in your pip.conf"),
    });

    /// <returns>Null when the words run no package: <c>uv run server.py</c>.</returns>
    public static PackageForm? Read(string tool, ImmutableArray<string> words) => (tool, words) switch
    {
        ("uvx", _) => Take(Uvx, words),
        ("uv", ["tool", "run", .. var rest]) => Take(UvToolRun, rest),
        ("pipx", ["run", .. var rest]) => Take(Pipx, rest),
        _ => null,
    };

    private static PackageForm Take(OptionTable<PackageWords> table, ImmutableArray<string> words)
    {
        var said = new PackageWords(table.Tool, Ecosystem.PyPi);
        return said.Assemble(table.Read(words, said));
    }

    private static FormOption<PackageWords> Python(string option) => PackageOption.Refuse(
        option, "chooses a Python, and packages are built for the python3 of this machine or of the server's image",
        "leave it out; for another version name an image: image = \"python:3.12-slim\" under [servers.NAME.container]");

    private static FormOption<PackageWords> With(string option) => PackageOption.Refuse(
        option, "adds packages that the server's own does not ask for, which cannot be locked with it yet",
        "leave it out, or run the server from a virtual environment of your own: mcpbox run -- /path/to/venv/bin/program");

    private static FormOption<PackageWords> Prerelease(string option, bool takesValue) => PackageOption.Refuse(
        option, "lets any prerelease be chosen", "name the one that is meant: pkg==2.0rc1", takesValue);

    private static FormOption<PackageWords> Folder(string option) => PackageOption.Refuse(
        option, "means a folder of yours, and a package comes from the index", "leave it out, or run the program in the folder as a command line");
}
