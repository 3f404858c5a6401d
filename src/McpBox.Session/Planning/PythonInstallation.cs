using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>What a Python outside /usr needs to see of itself: its prefix, and for a virtual environment both that and the base's.</summary>
internal sealed class PythonInstallation(NeededMounts needed, MountTable mounts, ServerInfluence influence, PlanReport report)
{
    private const int LinkLimit = 40;
    private const int ConfigurationLimit = 64 << 10;

    /// <summary>Shows what this Python needs.</summary>
    /// <returns>
    /// The path to start it by; null after a problem was reported. A virtual environment's <c>bin/python</c> keeps its name although it is a
    /// link: Python looks for pyvenv.cfg beside the name it was started with (PEP 405).
    /// </returns>
    public string? Show(FoundProgram python)
    {
        var bin = Path.GetDirectoryName(python.Path)!;
        var environment = Path.GetDirectoryName(bin) ?? "/";
        if (File.Exists(Path.Combine(environment, "pyvenv.cfg")))
            return ShowEnvironment(python, environment);
        if (Toolchain.Contains(python.Real))
            return Links.StayInToolchain(python.Path) ? python.Path : python.Real;
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(python.Real)) ?? "/";
        if (HasLibrary(prefix))
            needed.AddRoot(prefix, "python installation", python.Real);
        else
            needed.AddFile(python.Real, "interpreter");
        return python.Real;
    }

    private string? ShowEnvironment(FoundProgram python, string environment)
    {
        if (BaseFolder(environment) is not { } home)
        {
            report.Refuse(
                "MB2006", $"the virtual environment {environment} is broken: its pyvenv.cfg names no existing folder as home",
                $"create it again, for example with: python3 -m venv --clear {environment}");
            return null;
        }

        var prefix = CanonicalPath.Of(Path.GetDirectoryName(home) ?? "/") ?? home;
        if (influence.RefuseWanted(environment, prefix))
            return null;
        needed.AddRoot(environment, "virtual environment", environment);
        var folders = Links.Hops(python.Path, LinkLimit).Select(hop => Path.GetDirectoryName(hop)!).Prepend(home);
        return folders.All(bin => ShowPrefix(environment, bin, python.Real)) ? python.Path : null;
    }

    /// <summary>Shows the parent of a <c>bin</c> folder under its canonical name, and under the name by which a link leads to it.</summary>
    /// <returns>False after a refusal: whoever wrote the environment could name any folder, and would have it shown.</returns>
    private bool ShowPrefix(string environment, string bin, string file)
    {
        var prefix = Path.GetDirectoryName(bin) ?? "/";
        if (CanonicalPath.Of(prefix) is not { } canonical || canonical == environment)
            return true;
        if (!Toolchain.Contains(canonical) && !IsInstallation(canonical))
        {
            report.Refuse(
                "MB2006", $"the virtual environment {environment} is broken, or meant to mislead: it names {canonical}, which is no Python installation",
                $"find out who wrote it; to create it again: python3 -m venv --clear {environment}");
            return false;
        }

        if (!Toolchain.Contains(canonical))
            needed.AddRoot(canonical, "python installation", Toolchain.Contains(file) ? canonical : file);
        if (canonical != prefix && !Toolchain.Contains(prefix) && mounts.Covering(prefix) is null)
            needed.AddAlias(canonical, prefix, "python installation");
        return true;
    }

    // Lines of "key = value"; the key's case does not matter.
    private static string? BaseFolder(string environment) => ReadConfiguration(environment).Split('\n')
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals("home", StringComparison.OrdinalIgnoreCase) && Directory.Exists(pair[1]))
        .Select(pair => Path.TrimEndingDirectorySeparator(pair[1])).FirstOrDefault(Path.IsPathRooted);

    // Bounded: it may be a pipe, or endless, in a folder that somebody else can write. What cannot be read names no base.
    private static string ReadConfiguration(string environment) =>
        Encoding.UTF8.GetString(BoundedFile.Read(Path.Combine(environment, "pyvenv.cfg"), ConfigurationLimit, followLinks: true).Bytes);

    // A virtual environment is never the base of another one, and may be a whole project.
    private static EnumerationOptions ListWhatMayBeListed { get; } = new() { IgnoreInaccessible = true };

    private static bool IsInstallation(string prefix) => HasLibrary(prefix) && !File.Exists(Path.Combine(prefix, "pyvenv.cfg"));

    private static bool HasLibrary(string prefix)
    {
        var library = Path.Combine(prefix, "lib");
        // What the caller may not list is no installation that the caller could run.
        return Directory.Exists(library) && Directory.EnumerateDirectories(library, "py*", ListWhatMayBeListed).Any(folder => Interpreter.Named(folder)?.Family == "python");
    }
}
