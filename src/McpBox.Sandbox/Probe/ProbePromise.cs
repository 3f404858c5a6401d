namespace McpBox.Sandbox.Probe;

/// <summary>What is promised of one sandbox: by the plan, and by the engine that runs it.</summary>
public sealed record ProbePromise(SandboxPlan Plan, ProbeContext Context)
{
    /// <summary>The mount that was promised at a mount point, or null where none was.</summary>
    /// <param name="point">As <see cref="ProbeWords.Path"/> writes it.</param>
    public ProbeMount? MountAt(string point)
    {
        var all = Declared().Concat(Scratch()).Concat(Context.Mounts).ToList();
        return all.Find(mount => ProbeWords.Path(mount.Path) == point)
            ?? all.Where(mount => mount.Below && Holds(ProbeWords.Path(mount.Path), point)).MaxBy(static mount => mount.Path.Length);
    }

    /// <summary>Whether something below a path, or the path itself, is a mount of the plan.</summary>
    public bool IsDeclared(string path) => Plan.Mounts.Any(mount => path == mount.Target || Holds(mount.Target, path));

    // What the host has mounted below a source is shown with it (docs/security.md).
    private IEnumerable<ProbeMount> Declared() => Plan.Mounts.Select(mount => new ProbeMount(
        mount.Target, Context.DeclaredMountOptions | (mount.Writable ? MountOptions.None : MountOptions.ReadOnly), Below: true));

    private IEnumerable<ProbeMount> Scratch() =>
        [new("/tmp", Context.ScratchOptions, Plan.TmpSize), new(Plan.Home, Context.ScratchOptions, Plan.HomeSize)];

    private static bool Holds(string folder, string path) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
