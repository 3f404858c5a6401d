using System.Collections.Immutable;
using System.Globalization;
using McpBox.Posix.Processes;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>The cgroups of one session, one folder for each hierarchy, all of the same name; removed when disposed.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const int Period = 100_000;

    private readonly List<string> _folders = [];
    private string? _memory;

    /// <summary>Limit (<c>memory</c>, <c>pids</c>, <c>cpu</c>) to what holds it (<c>cgroup-v1</c>, <c>cgroup-v2</c>).</summary>
    public ImmutableDictionary<string, string> Holds { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Makes the groups and sets their limits; nobody is in them yet.</summary>
    /// <exception cref="IOException">A group could not be made or did not take a limit; none is left.</exception>
    public static ControlGroup Make(ImmutableArray<ControlGroupHome> homes, PlanLimits limits, string sessionId)
    {
        var group = new ControlGroup();
        try
        {
            foreach (var home in homes)
                group.Add(home, limits, sessionId);
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    public void Enter(int processId)
    {
        foreach (var folder in _folders)
            Write(folder, "cgroup.procs", processId);
    }

    /// <summary>True when the memory limit made the kernel kill a process of the session.</summary>
    public bool KilledForMemory()
    {
        if (_memory is null)
            return false;
        return File.ReadLines(_memory)
            .Any(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        foreach (var folder in _folders)
            Remove(folder);
        _folders.Clear();
    }

    private void Add(ControlGroupHome home, PlanLimits limits, string sessionId)
    {
        var folder = Path.Combine(home.Folder, new ControlGroupName(sessionId, ProcessIdentity.Current()).ToString());
        if (!_folders.Contains(folder))
        {
            Sweep(home.Folder);
            Directory.CreateDirectory(folder);
            _folders.Add(folder);
        }

        switch (home.Controller)
        {
            case "pids":
                // And the init's two threads: its own, and one of its runtime.
                Write(folder, "pids.max", limits.Pids + 2);
                break;
            case "cpu":
                LimitProcessors(folder, home.Version, Math.Max(1000, (long)(limits.Cpus * Period)));
                break;
            default:
                LimitMemory(folder, home.Version, limits.Memory);
                break;
        }

        Holds = Holds.SetItem(home.Controller, $"cgroup-v{home.Version}");
    }

    private static void LimitProcessors(string folder, int version, long quota)
    {
        if (version == 2)
        {
            Write(folder, "cpu.max", $"{quota} {Period}");
            return;
        }

        Write(folder, "cpu.cfs_period_us", Period);
        Write(folder, "cpu.cfs_quota_us", quota);
    }

    private void LimitMemory(string folder, int version, long bytes)
    {
        if (version == 2)
        {
            Write(folder, "memory.max", bytes);
            if (File.Exists(Path.Combine(folder, "memory.swap.max")))
                Write(folder, "memory.swap.max", 0);
            _memory = Path.Combine(folder, "memory.events");
            return;
        }

        Write(folder, "memory.limit_in_bytes", bytes);
        if (File.Exists(Path.Combine(folder, "memory.memsw.limit_in_bytes")))
            Write(folder, "memory.memsw.limit_in_bytes", bytes);
        else
            Write(folder, "memory.swappiness", 0);
        _memory = Path.Combine(folder, "memory.oom_control");
    }

    /// <summary>Groups of sessions whose mcpbox was killed.</summary>
    private static void Sweep(string folder)
    {
        foreach (var left in Directory.EnumerateDirectories(folder, ControlGroupName.Pattern))
        {
            if (ControlGroupName.Parse(Path.GetFileName(left)) is { } name && !name.Owner.IsAlive())
                Remove(left);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Still in use, so somebody else's and alive; or gone already. Nothing in it runs for us.
        }
    }

    private static void Write(string folder, string file, long value) => Write(folder, file, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>One write(2), as the kernel's files want it.</summary>
    private static void Write(string folder, string file, string value)
    {
        using var handle = File.OpenHandle(Path.Combine(folder, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, System.Text.Encoding.ASCII.GetBytes(value), 0);
    }
}
