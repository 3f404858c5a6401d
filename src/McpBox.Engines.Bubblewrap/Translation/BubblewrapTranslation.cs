using System.Collections.Immutable;
using System.Text;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Plan to bwrap options: a pure function of the plan, the host's layout, the identity and the place of the init.</summary>
internal sealed class BubblewrapTranslation
{
    /// <summary>Folder of what mcpbox itself brings along; nothing else can be mounted there.</summary>
    internal const string OwnFolder = "/run/mcpbox";

    /// <summary>Where the init is, inside.</summary>
    internal const string InitPath = OwnFolder + "/init";

    /// <summary>bwrap's own stdin: see <see cref="Namespaces"/>.</summary>
    private const string StandardInput = "0";

    /// <summary>Shared memory is memory: it counts against the same limit, and this is the most that goes there.</summary>
    internal const long SharedMemorySize = 64L << 20;

    internal static readonly ImmutableArray<string> Devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    private readonly SandboxPlan _plan;
    private readonly HostLayout _layout;
    private readonly ServerIdentity _identity;
    private readonly ImmutableArray<Option>.Builder _options = ImmutableArray.CreateBuilder<Option>();
    private readonly ImmutableArray<Handover>.Builder _handovers = ImmutableArray.CreateBuilder<Handover>();
    private readonly List<string> _bound = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal) { "/" };

    private BubblewrapTranslation(SandboxPlan plan, HostLayout layout, ServerIdentity identity)
    {
        _plan = plan;
        _layout = layout;
        _identity = identity;
    }

    /// <param name="init">Canonical host path of mcpbox-init.</param>
    public static Invocation Translate(SandboxPlan plan, HostLayout layout, ServerIdentity identity, string init)
    {
        var translation = new BubblewrapTranslation(plan, layout, identity);
        var numbers = Enum.GetValues<InitDescriptor>().Select(which => translation.Hand(new Handover.ForInit(which))).ToArray();
        translation.Hand(new Handover.Arguments());
        translation.Namespaces();
        translation.Privileges();
        translation.Toolchain();
        translation.Etc();
        translation.Proc();
        translation.Dev();
        translation.HostName();
        translation.Mounts();
        translation.Init(init);
        translation.Finish();
        return new Invocation(
            translation._options.ToImmutable(), translation._handovers.ToImmutable(),
            identity.Drop([InitPath, .. SetupRights.Binding(plan), InitProtocol.DescriptorsMode, .. numbers], SetupRights.Binds(plan)));
    }

    private void Namespaces()
    {
        Add("--unshare-user");
        Add("--uid", $"{_identity.CallerUid}");
        Add("--gid", $"{_identity.CallerGid}");
        Add("--unshare-pid");
        Add("--unshare-net");
        Add("--unshare-ipc");
        Add("--unshare-uts");
        Add("--unshare-cgroup");
        Add("--hostname", SyntheticFiles.HostName);
        Add("--new-session");

        // Holds until the init is there; where setpriv becomes nobody on the way, the kernel forgets it (PR_SET_PDEATHSIG, prctl(2)).
        // From then on the init itself ends with its control channel.
        Add("--die-with-parent");
        Add("--as-pid-1");

        // bwrap closes this descriptor in its monitor only, so any other number would stay open inside.
        Add("--userns-block-fd", StandardInput);
        Add("--info-fd", Hand(new Handover.Info()));
        Add("--json-status-fd", Hand(new Handover.Status()));
    }

    private void Privileges()
    {
        Add("--cap-drop", "ALL");
        foreach (var capability in SetupRights.Capabilities(_plan, _identity))
            Add("--cap-add", capability);
        Add("--add-seccomp-fd", Hand(new Handover.Filter(Denies: false)));
        Add("--add-seccomp-fd", Hand(new Handover.Filter(Denies: true)));

        // The server's environment is in the init's order, so that no process list shows it.
        Add("--clearenv");
    }

    private void Toolchain()
    {
        Add("--ro-bind", "/usr", "/usr");
        _bound.Add("/usr");
        foreach (var link in _layout.Links)
            Add("--symlink", link.Target, link.Path);
        foreach (var folder in _layout.Folders)
        {
            Add("--ro-bind", folder, folder);
            _bound.Add(folder);
        }
    }

    private void Etc()
    {
        foreach (var path in _layout.Etc)
        {
            MakeAncestors(path);
            Add("--ro-bind", path, path);
        }

        MakeFolder("/etc");
        foreach (var link in _layout.EtcLinks)
            Add("--symlink", link.Target, link.Path);
        foreach (var (path, content) in SyntheticFiles.For(_plan, _identity))
        {
            Add("--perms", "0444");
            Add("--file", Hand(new Handover.Content([.. Encoding.UTF8.GetBytes(content)])), path);
        }
    }

    private void Proc()
    {
        MakeFolder("/proc");
        Add("--proc", "/proc");
        foreach (var file in _layout.MaskedFiles)
            Add("--ro-bind", "/dev/null", file);
        foreach (var folder in _layout.MaskedFolders)
            Tmpfs(folder, "0555", 4096, readOnly: true);

        // All of it, not only /proc/sys: uid 0 may write sysctls and triggers without any capability.
        Add("--remount-ro", "/proc");
    }

    private void Dev()
    {
        MakeFolder("/dev");
        foreach (var device in Devices)
            Add("--dev-bind", device, device);
        Add("--symlink", "/proc/self/fd", "/dev/fd");
        Add("--symlink", "/proc/self/fd/0", "/dev/stdin");
        Add("--symlink", "/proc/self/fd/1", "/dev/stdout");
        Add("--symlink", "/proc/self/fd/2", "/dev/stderr");
        Tmpfs("/dev/shm", "1777", SharedMemorySize);
    }

    /// <summary>The last file to be made: bwrap reads it from a gate where the devices have to be made read-only before it goes on.</summary>
    private void HostName()
    {
        var bytes = ImmutableArray.Create(Encoding.UTF8.GetBytes(SyntheticFiles.HostName + "\n"));
        Add("--perms", "0444");
        Add("--file", Hand(_identity.OwnsDevices ? new Handover.DeviceGate(bytes, Devices) : new Handover.Content(bytes)), "/etc/hostname");
    }

    /// <summary>The shallowest first, so that no mount is covered by one that holds it.</summary>
    private void Mounts()
    {
        (string Target, Action Make)[] own =
        [
            ("/tmp", () => Tmpfs("/tmp", "1777", _plan.TmpSize)),
            (_plan.Home, () => Tmpfs(_plan.Home, _identity.Drops ? "0777" : "0700", _plan.HomeSize)),
        ];
        var mounts = _plan.Mounts.Select(mount => (mount.Target, Make: (Action)(() => Bind(mount)))).ToArray();

        // Where the plan mounts something on the very place, that is what the user wants there.
        var all = own.Where(tmpfs => mounts.All(mount => mount.Target != tmpfs.Target)).Concat(mounts);
        foreach (var (target, make) in all.OrderBy(static mount => Depth(mount.Target)).ThenBy(static mount => mount.Target, StringComparer.Ordinal))
        {
            MakeAncestors(target);
            make();
        }
    }

    /// <summary>After the mounts, none of which may cover it.</summary>
    private void Init(string program)
    {
        MakeAncestors(InitPath);
        Add("--ro-bind-fd", Hand(new Handover.HostPath(program)), InitPath);
    }

    private void Finish()
    {
        if (!Paths.Holds("/tmp", _plan.WorkingDirectory) && !Paths.Holds(_plan.Home, _plan.WorkingDirectory))
            MakeFolder(_plan.WorkingDirectory);
        Add("--remount-ro", "/");
        Add("--chdir", _plan.WorkingDirectory);
    }

    private void Bind(PlanMount mount)
    {
        Add(mount.Writable ? "--bind-fd" : "--ro-bind-fd", Hand(new Handover.HostPath(mount.Source)), mount.Target);
        _bound.Add(mount.Target);
    }

    private void Tmpfs(string path, string mode, long size, bool readOnly = false)
    {
        Add("--perms", mode);
        Add("--size", $"{size}");
        Add("--tmpfs", path);
        if (readOnly)
            Add("--remount-ro", path);
    }

    /// <summary>bwrap would make missing ancestors itself, some of them 0700, and a server that is not root could not pass.</summary>
    private void MakeAncestors(string path)
    {
        if (Path.GetDirectoryName(path) is { } parent)
            MakeFolder(parent);
    }

    /// <summary>A folder of the sandbox's own. In what is mounted from the host nothing is made: there it is a folder of the host.</summary>
    private void MakeFolder(string path)
    {
        if (_bound.Any(bound => Paths.Holds(bound, path)) || !_made.Add(path))
            return;
        MakeAncestors(path);
        Add("--perms", "0755");
        Add("--dir", path);
    }

    private void Add(string name, params ImmutableArray<string> values) => _options.Add(new Option(name, values));

    /// <summary>Gives the next descriptor number to something.</summary>
    private string Hand(Handover handover)
    {
        _handovers.Add(handover);
        return $"{Invocation.FirstDescriptor + _handovers.Count - 1}";
    }

    private static int Depth(string path) => path.Count(static c => c == '/');
}
