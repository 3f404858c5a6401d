namespace McpBox.Sandbox.Probe;

/// <summary>The rules of <see cref="ProbeChecks"/> that take more than a line.</summary>
internal static class ProbeRules
{
    /// <summary>The kernel rounds a tmpfs up to whole pages; the largest page of the supported architectures.</summary>
    private const long Page = 65536;

    private static readonly string[] NotWritten = ["EROFS", "EACCES", "EPERM", "ENOENT", "ENOTDIR", "ELOOP"];

    /// <summary>Each kind that the engine names is there, and none is the host's.</summary>
    public static ProbeRule Namespaces { get; } = new(
        static promise => $"its own: {ProbeWords.List(promise.Context.HostNamespaces.Select(Kind))}",
        static (promise, observed) =>
        {
            var host = promise.Context.HostNamespaces;
            if (host.IsEmpty)
                return "nothing to compare with";
            var items = ProbeWords.Items(observed);
            var weak = host.Where(id => items.Contains(id) || !items.Any(item => Kind(item) == Kind(id)));
            var text = ProbeWords.List(weak.Select(id => items.Contains(id) ? $"{id}=host" : $"{Kind(id)}=unknown"));
            return text == ProbeWords.None ? null : text;
        });

    /// <summary>The plan's listeners and nothing beside them, counted as the kernel counts (/proc/net/sockstat).</summary>
    public static string Sockets(SandboxPlan plan)
    {
        var datagrams = plan.Listeners.Count(static listener => listener.Kind == ListenerKind.Udp);
        (string Name, int Count)[] counts = [("TCP", plan.Listeners.Length - datagrams), ("UDP", datagrams)];
        return ProbeWords.List(counts.Where(static kind => kind.Count > 0).Select(static kind => $"{kind.Name}:{kind.Count}"));
    }

    public static ProbeRule Unreachable { get; } = ProbeRule.Only(
        static _ => "no route to any", static (_, item) => Outcome(item).StartsWith('E'), static _ => ["169.254.169.254", "192.0.2.1", "2001:db8::1"]);

    public static ProbeRule Unwritable { get; } = ProbeRule.Only(
        static _ => "EROFS or EACCES for each",
        static (promise, item) => NotWritten.Contains(Outcome(item)) || IsWritable(promise.MountAt(Subject(item))),
        static _ => ["/"]);

    /// <summary>A path of the host is missing, or is another file inside.</summary>
    public static ProbeRule HostFiles { get; } = ProbeRule.Only(
        static _ => "absent, or another file",
        static (promise, item) =>
        {
            if (Outcome(item) == ProbeWords.Absent)
                return true;
            var path = promise.Context.HostFiles.Keys.FirstOrDefault(path => ProbeWords.Path(path) == Subject(item));
            return path is not null && (promise.Context.HostFiles[path] != Outcome(item) || promise.IsDeclared(path));
        },
        static promise => promise.Context.HostFiles.Keys.Select(ProbeWords.Path));

    public static ProbeRule MountPoints { get; } = ProbeRule.Only(
        static _ => "the plan's and the engine's", static (promise, point) => promise.MountAt(point) is not null, static _ => ["/"]);

    public static ProbeRule Sizes { get; } = ProbeRule.Only("as declared", static (promise, item) =>
        promise.MountAt(Subject(item))?.Size is { } most && long.TryParse(Outcome(item), out var size) && (size <= most || size - most < Page));

    /// <summary>Mount points without this option: only those for which it was not promised.</summary>
    public static ProbeRule Without(MountOptions flag, string expected) => Without(flag, _ => expected);

    /// <inheritdoc cref="Without(MountOptions, string)"/>
    public static ProbeRule Without(MountOptions flag, Func<ProbePromise, string> expected) =>
        ProbeRule.Only(expected, (promise, point) => promise.MountAt(point) is { } mount && !mount.Options.HasFlag(flag));

    private static bool IsWritable(ProbeMount? mount) => mount is not null && !mount.Options.HasFlag(MountOptions.ReadOnly);

    private static string Kind(string link) => link.Split(':')[0];

    private static string Subject(string item) => item[..Math.Max(0, item.LastIndexOf('='))];

    private static string Outcome(string item) => item[(item.LastIndexOf('=') + 1)..];
}
