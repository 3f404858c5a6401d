using System.Collections.Immutable;
using McpBox.Profiles.Kinds;

namespace McpBox.Profiles.Schema;

/// <summary>Every key there is, once. Reading, writing, tightening, hints and the manual all follow these tables.</summary>
internal static class Schemas
{
    public static TextKind Text { get; } = new();

    /// <summary>One <c>[[filesystem.mounts]]</c>.</summary>
    public static KeyTable<MountDeclaration> Mount { get; } = new(
    [
        new Key<MountDeclaration, string>
        {
            Path = "source",
            Kind = new HostPathKind(),
            Get = mount => mount.Source,
            Set = (mount, value) => mount with { Source = value },
            Meaning = "Host path to show inside the sandbox. Required.",
        },
        new Key<MountDeclaration, string?>
        {
            Path = "target",
            Kind = new SandboxPathKind(),
            Get = mount => mount.Target,
            Set = (mount, value) => mount with { Target = value },
            Meaning = "Where it appears; at its own path when left out.",
        },
        new Key<MountDeclaration, string>
        {
            Path = "mode",
            Kind = new ChoiceKind(["ro", "rw"]),
            Get = mount => mount.Writable ? "rw" : "ro",
            Set = (mount, value) => mount with { Writable = value == "rw" },
            Meaning = "Read-only, or read-write.",
        },
        new Key<MountDeclaration, bool>
        {
            Path = "allow_sensitive",
            Kind = new FlagKind(),
            Get = mount => mount.AllowSensitive,
            Set = (mount, value) => mount with { AllowSensitive = value },
            Meaning = "Lifts the refusal of home folders, key folders, `/etc`, sockets and the like.",
        },
    ]);

    /// <summary>A profile. In the order in which it is printed: a section's tables after its plain keys, as TOML needs it.</summary>
    public static KeyTable<Profile> Profile { get; } = new(
    [
        new Key<Profile, string>
        {
            Path = "description",
            Kind = Text,
            Get = profile => profile.Description,
            Set = (profile, value) => profile with { Description = value },
            Meaning = "One line for people.",
        },
        new Key<Profile, string>
        {
            Path = "engine",
            Kind = new ChoiceKind(["auto", "bubblewrap", "docker"]),
            Get = profile => profile.Engine,
            Set = (profile, value) => profile with { Engine = value },
            Meaning = "What builds the sandbox. A missing engine is a refusal, never a weaker one.",
        },
        .. NetworkKeys.All,
        .. ContainerKeys.All,
        .. FilesystemKeys(),
        .. LimitKeys(),
        .. EnvironmentKeys(),
        .. ProcessKeys(),
        .. SessionKeys(),
        .. PackageKeys.All,
        .. JournalKeys.All,
    ]);

    private static ImmutableArray<Key<Profile>> FilesystemKeys() =>
    [
        Size("filesystem.tmp_size", 64L << 10, 1L << 40, p => p.Filesystem.TmpSize,
            (p, v) => p with { Filesystem = p.Filesystem with { TmpSize = v } }, "Size of the tmpfs on `/tmp`."),
        Size("filesystem.home_size", 64L << 10, 1L << 40, p => p.Filesystem.HomeSize,
            (p, v) => p with { Filesystem = p.Filesystem with { HomeSize = v } }, "Size of the tmpfs on HOME."),
        new Key<Profile, bool>
        {
            Path = "filesystem.read_only",
            Kind = new FlagKind(onlyTrue: true),
            Get = p => p.Filesystem.Mounts.All(mount => !mount.Writable),
            Set = (p, _) => WithReadOnlyMounts(p),
            Scopes = Scopes.Project,
            Loosens = (_, _) => false,
            Tightening = "`true`",
            Meaning = "Makes every mount read-only.",
        },
        new Key<Profile, ImmutableArray<MountDeclaration>>
        {
            Path = "filesystem.mounts",
            Kind = new MountsKind(),
            Get = p => p.Filesystem.Mounts,
            Set = (p, value) => p with { Filesystem = p.Filesystem with { Mounts = p.Filesystem.Mounts.AddRange(value) } },
            Meaning = "Host paths, added to those of the extended profile. Two on one target are refused.",
        },
    ];

    private static ImmutableArray<Key<Profile>> LimitKeys() =>
    [
        Size("limits.memory", 16L << 20, 4L << 40, p => p.Limits.Memory,
            (p, v) => p with { Limits = p.Limits with { Memory = v } }, "Memory; swap is never added to it."),
        Count("limits.pids", 4, 32768, p => p.Limits.Pids,
            (p, v) => p with { Limits = p.Limits with { Pids = v } }, "Processes and threads together."),
        AtMost("limits.cpus", new NumberKind(0.01, 1024), p => p.Limits.Cpus,
            (p, v) => p with { Limits = p.Limits with { Cpus = v } }, "Processors' worth of time.", "lower"),
        Count("limits.open_files", 16, 1 << 20, p => p.Limits.OpenFiles,
            (p, v) => p with { Limits = p.Limits with { OpenFiles = v } }, "Open descriptors of each process."),
        Size("limits.file_size", 0, 4L << 40, p => p.Limits.FileSize,
            (p, v) => p with { Limits = p.Limits with { FileSize = v } }, "Largest file that the server may write."),
        new Key<Profile, string>
        {
            Path = "limits.enforcement",
            Kind = new ChoiceKind(["auto", "cgroup"]),
            Get = p => p.Limits.Enforcement,
            Set = (p, v) => p with { Limits = p.Limits with { Enforcement = v } },
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => current == "cgroup" && wanted != "cgroup",
            Tightening = "`\"cgroup\"`",
            Meaning = "`auto`: a cgroup, else rlimits. `cgroup`: refuse to start without one.",
        },
    ];

    private static ImmutableArray<Key<Profile>> EnvironmentKeys() =>
    [
        new Key<Profile, ImmutableArray<string>>
        {
            Path = "environment.pass",
            Kind = new NamesKind(),
            Get = p => p.Environment.Pass,
            Set = (p, names) => p with
            {
                Environment = new EnvironmentSection
                {
                    Pass = [.. p.Environment.Pass.Union(names)],
                    Set = p.Environment.Set.RemoveRange(names),
                },
            },
            Meaning = "Variables taken over from mcpbox's own environment, added to those of the extended profile.",
        },
        new Key<Profile, ImmutableArray<string>>
        {
            Path = "environment.drop",
            Kind = new NamesKind(),
            Get = _ => [],
            Set = (p, names) => p with { Environment = p.Environment with { Pass = p.Environment.Pass.RemoveRange(names) } },
            Scopes = Scopes.Project,
            Loosens = (_, _) => false,
            Tightening = "any names",
            Meaning = "Takes names out of `pass`. Values of `set` stay.",
        },
        new Key<Profile, ImmutableSortedDictionary<string, string>>
        {
            Path = "environment.set",
            Kind = new VariablesKind(),
            Get = p => p.Environment.Set,
            Set = (p, values) => p with
            {
                Environment = new EnvironmentSection
                {
                    Pass = p.Environment.Pass.RemoveRange(values.Keys),
                    Set = p.Environment.Set.SetItems(values),
                },
            },
            Meaning = "Variables with fixed values, merged into those of the extended profile.",
        },
    ];

    private static ImmutableArray<Key<Profile>> ProcessKeys() =>
    [
        new Key<Profile, string>
        {
            Path = "process.run_as",
            Kind = new ChoiceKind(["auto", "caller"]),
            Get = p => p.Process.RunAs,
            Set = (p, v) => p with { Process = p.Process with { RunAs = v } },
            Meaning = "`auto`: the caller's uid, but for root an unprivileged one unless a mount is writable.",
        },
        new Key<Profile, string?>
        {
            Path = "process.working_directory",
            Kind = new SandboxPathKind(),
            Get = p => p.Process.WorkingDirectory,
            Set = (p, v) => p with { Process = p.Process with { WorkingDirectory = v } },
            Meaning = "Inside the sandbox; chosen by mcpbox when left out.",
        },
    ];

    private static ImmutableArray<Key<Profile>> SessionKeys() =>
    [
        Duration("session.close_grace", p => p.Session.CloseGrace, (p, v) => p with { Session = p.Session with { CloseGrace = v } },
            "How long the server may go on answering after the client closed its side."),
        Duration("session.term_grace", p => p.Session.TermGrace, (p, v) => p with { Session = p.Session with { TermGrace = v } },
            "From SIGTERM to SIGKILL."),
        Size("session.max_frame", 1L << 10, 1L << 30, p => p.Session.MaxFrame,
            (p, v) => p with { Session = p.Session with { MaxFrame = v } }, "Largest JSON-RPC frame, either direction."),
    ];

    private static Key<Profile, long> Size(
        string path, long min, long max, Func<Profile, long> get, Func<Profile, long, Profile> set, string meaning) =>
        AtMost(path, new SizeKind(min, max), get, set, meaning, "lower");

    private static Key<Profile, int> Count(
        string path, int min, int max, Func<Profile, int> get, Func<Profile, int, Profile> set, string meaning) =>
        AtMost(path, new CountKind(min, max), get, set, meaning, "lower");

    private static Key<Profile, TimeSpan> Duration(
        string path, Func<Profile, TimeSpan> get, Func<Profile, TimeSpan, Profile> set, string meaning) =>
        AtMost(path, new DurationKind(TimeSpan.FromHours(1)), get, set, meaning, "shorter");

    /// <summary>A key of which a project may only ask for less.</summary>
    private static Key<Profile, T> AtMost<T>(
        string path, Kind<T> kind, Func<Profile, T> get, Func<Profile, T, Profile> set, string meaning, string tightening)
        where T : IComparable<T> => new()
        {
            Path = path,
            Kind = kind,
            Get = get,
            Set = set,
            Meaning = meaning,
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => wanted.CompareTo(current) > 0,
            Tightening = tightening,
        };

    private static Profile WithReadOnlyMounts(Profile profile) => profile with
    {
        Filesystem = profile.Filesystem with
        {
            Mounts = [.. profile.Filesystem.Mounts.Select(mount => mount with { Writable = false })],
        },
    };
}
