using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>What the command line itself needs to see: programs, interpreters, package roots. Read-only, at their own paths.</summary>
internal sealed class NeededMounts(SensitivePaths sensitive, MountTable mounts, PlanReport report)
{
    private readonly List<string> _needed = [];

    /// <summary>Canonical paths that have to be seen inside under their own names.</summary>
    public IReadOnlyList<string> Needed => _needed;

    /// <summary>Shows a program file, or a script that has no package.</summary>
    public void AddFile(string canonical, string reason) => Add(canonical, canonical, reason, forFile: canonical);

    /// <summary>Shows a folder for the sake of <paramref name="file"/> in it.</summary>
    public void AddRoot(string canonical, string reason, string file) => Add(canonical, canonical, reason, file);

    /// <summary>Shows a folder under another name as well, for links that lead through that name.</summary>
    public void AddAlias(string canonical, string alias, string reason)
    {
        if (mounts.HostPath(alias) is null)
            Add(canonical, alias, reason, forFile: canonical);
    }

    private void Add(string source, string target, string reason, string forFile)
    {
        _needed.Add(forFile);
        if (mounts.HostPath(target) == source)
            return;
        if (sensitive.Find(source, writable: false) is { } found)
            RefuseSensitive(source, reason, forFile, found);
        else if (SandboxPlaces.OfHost.BrokenBy(target) is { } place)
            RefusePlace(source, target, place);
        else if (mounts.At(target) is { } other)
        {
            report.Refuse(
                "MB2015", $"two mounts stand at {target}: {other.Source} ({other.Reason}) and {source} ({reason})",
                "give the declared mount another target");
        }
        else
            mounts.Add(new PlanMount(source, target, Writable: false, reason));
    }

    private void RefuseSensitive(string source, string reason, string file, SensitivePath found)
    {
        // A mount that the user declared shows the file already: that is the way out which the hint below names.
        if (mounts.Shows(file) && file != source)
            return;
        var folder = Path.GetDirectoryName(file) ?? "/";
        var instead = sensitive.Find(folder, writable: false) is null ? folder : file;
        var lift = sensitive.Find(instead, writable: false) is not null;
        report.Refuse(
            "MB2005", $"the {reason} {source} is not shown to a server: it {DeclaredMounts.Relation(source, found)}",
            $"declare what the server needs to see instead\n{TomlText.Mount(instead, lift)}");
    }

    private void RefusePlace(string source, string target, string place) => report.Refuse(
        "MB2016", $"a mount of {source} at {target} would replace {place}, which is the sandbox's own", "move the program to another folder");

    /// <summary>A declared mount may lie over something that the command line needs.</summary>
    public void RefuseHidden()
    {
        foreach (var path in _needed.Where(path => !report.Failed && !mounts.Shows(path)))
        {
            report.Refuse(
                "MB2015", $"{path} is hidden by the mount at {mounts.Covering(path)?.Target}", "give that mount another target");
        }
    }
}
