using System.Collections.Immutable;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>The folder in which a group for a controller can be made, and which version of cgroups(7) it speaks.</summary>
internal sealed record ControlGroupHome(string Controller, int Version, string Folder)
{
    /// <summary>Those that hold a limit of ours.</summary>
    internal static readonly ImmutableArray<string> Controllers = ["memory", "pids", "cpu"];

    /// <summary>The three controllers that hold a limit of ours, each where this process may make a group below its own place in it.</summary>
    public static ImmutableArray<ControlGroupHome> Find() =>
        Find(File.ReadAllText("/proc/self/mountinfo"), File.ReadAllText("/proc/self/cgroup"), MayMakeGroupsIn);

    /// <summary>The same, of given files: /proc/self/mountinfo and /proc/self/cgroup.</summary>
    /// <param name="usable">Whether a group can be made in a folder for a controller.</param>
    internal static ImmutableArray<ControlGroupHome> Find(string mountinfo, string membership, Func<ControlGroupHome, bool> usable)
    {
        var mounts = ControlGroupMount.Parse(mountinfo);
        var homes = ImmutableArray.CreateBuilder<ControlGroupHome>();
        foreach (var line in membership.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy-ID:controller-list:path; version 2 has the number 0 and an empty list.
            if (line.Split(':', 3) is not [var number, var controllers, var path])
                continue;
            if (number == "0" && controllers.Length == 0)
                AddUnified(homes, mounts, path, usable);
            else
                AddLegacy(homes, mounts, controllers.Split(','), path, usable);
        }

        return homes.ToImmutable();
    }

    private static void AddLegacy(
        ImmutableArray<ControlGroupHome>.Builder homes, ImmutableArray<ControlGroupMount> mounts, string[] controllers, string path,
        Func<ControlGroupHome, bool> usable)
    {
        foreach (var controller in controllers.Where(static name => Controllers.Contains(name)))
        {
            var folder = mounts.FirstOrDefault(mount => mount.Version == 1 && mount.Controllers.Contains(controller))?.Locate(path);
            if (folder is not null && new ControlGroupHome(controller, 1, folder) is var home && usable(home))
                homes.Add(home);
        }
    }

    /// <summary>
    /// The nearest ancestor that hands controllers down: a group with processes in it cannot (the no-internal-processes rule), so it is
    /// rarely our own.
    /// </summary>
    private static void AddUnified(
        ImmutableArray<ControlGroupHome>.Builder homes, ImmutableArray<ControlGroupMount> mounts, string path,
        Func<ControlGroupHome, bool> usable)
    {
        if (mounts.FirstOrDefault(static mount => mount.Version == 2) is not { } mount)
            return;
        for (var folder = mount.Locate(path); folder is not null && folder.StartsWith(mount.Point, StringComparison.Ordinal);
            folder = Path.GetDirectoryName(folder))
        {
            var found = Controllers.Select(name => new ControlGroupHome(name, 2, folder)).Where(usable).ToArray();
            if (found.Any(static home => home.Controller == "memory") && found.Any(static home => home.Controller == "pids"))
            {
                homes.AddRange(found);
                return;
            }
        }
    }

    private static bool MayMakeGroupsIn(ControlGroupHome home)
    {
        try
        {
            // Moving a process asks for the right to write where the way from its old group to the new one turns.
            if (!Writable.Is(home.Folder) || !Writable.Is(Path.Combine(home.Folder, "cgroup.procs")))
                return false;
            return home.Version == 1
                || File.ReadAllText(Path.Combine(home.Folder, "cgroup.subtree_control")).Split(' ', '\n').Contains(home.Controller);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read cannot be used.
            return false;
        }
    }
}
