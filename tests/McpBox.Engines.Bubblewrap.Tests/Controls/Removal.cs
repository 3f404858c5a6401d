using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>Takes one control out of an invocation, so that a test can see whether the probe notices.</summary>
/// <param name="Name">Says what is missing.</param>
/// <param name="Apply">The translation without it.</param>
internal sealed record Removal(string Name, Func<Invocation, Invocation> Apply)
{
    /// <summary>The init that binds by its right to ports, but does not execute itself without it.</summary>
    public const string PortsKept = "giving up the right to ports";

    public static ImmutableArray<Removal> All { get; } =
    [
        new("network namespace", Drop("--unshare-net")),
        new("ipc namespace", Drop("--unshare-ipc")),
        new("ipc namespace and both filters", invocation => Drop("--add-seccomp-fd")(Drop("--unshare-ipc")(invocation))),
        new("uts namespace", Drop("--unshare-uts", "--hostname")),
        new("cgroup namespace", Drop("--unshare-cgroup")),
        new("pid namespace", Drop("--unshare-pid", "--as-pid-1")),
        // Not dropped but added: without either option bwrap drops them anyway for an ordinary user.
        new("capability drop", Replace("--cap-drop", "ALL", "--cap-add")),
        new("read-only root", DropValue("--remount-ro", "/")),
        new("read-only usr", Replace("--ro-bind", "/usr", "--bind")),
        new("read-only proc", DropValue("--remount-ro", "/proc")),
        new("proc masks", DropWhere(static option => option is { Name: "--ro-bind", Values: ["/dev/null", ..] })),
        new("proc folder masks", DropBefore(2, static option => option is { Name: "--tmpfs", Values: [['/', 'p', 'r', 'o', 'c', '/', ..]] })),
        new("tmp size", DropBefore(1, static option => option is { Name: "--tmpfs", Values: ["/tmp"] }, keep: true)),
        new("home size", DropBefore(1, static option => option is { Name: "--tmpfs", Values: ["/home/mcp"] }, keep: true)),
        new("shared memory size", DropBefore(1, static option => option is { Name: "--tmpfs", Values: ["/dev/shm"] }, keep: true)),
        new("both filters", Drop("--add-seccomp-fd")),
        new("allowing filter", Filter(denies: false)),
        new("denying filter", Filter(denies: true)),
        new("device protection", static invocation => invocation with
        {
            Handovers = [.. invocation.Handovers.Select(static handover => handover is Handover.DeviceGate gate ? gate with { Devices = [] } : handover)],
        }),
        new("a mount's absence", Add(new Option("--ro-bind", "/var", "/var"))),
        new("the home's absence", Add(new Option("--ro-bind", "/root", "/root"))),
        new("a device's absence", Add(new Option("--dev-bind", "/dev/tty", "/dev/tty"))),
        new("the host's /proc", Replace("--proc", "/proc", static option => new Option("--ro-bind", "/proc", "/proc"))),
        new("the /sys of the host", Add(new Option("--dev-bind", "/sys", "/sys"))),
        new(PortsKept, static invocation => invocation with
        {
            Command = invocation.Command.RemoveRange(invocation.Command.IndexOf(InitProtocol.BindMode), 2),
        }),
        new("setpriv", static invocation => invocation with { Command = [.. invocation.Command.SkipWhile(static word => word != "--").Skip(1)] }),
    ];

    public static Removal Named(string name) => All.Single(removal => removal.Name == name);

    public override string ToString() => Name;

    private static Func<Invocation, Invocation> Drop(params string[] names) => DropWhere(option => names.Contains(option.Name));

    private static Func<Invocation, Invocation> DropValue(string name, string value) =>
        DropWhere(option => option.Name == name && option.Values.SequenceEqual([value]));

    private static Func<Invocation, Invocation> DropWhere(Func<Option, bool> doomed) =>
        invocation => Changed(invocation, invocation with { Options = [.. invocation.Options.Where(option => !doomed(option))] });

    private static Func<Invocation, Invocation> Replace(string name, string value, string newName) =>
        Replace(name, value, option => option with { Name = newName });

    private static Func<Invocation, Invocation> Replace(string name, string value, Func<Option, Option> change) => invocation => Changed(
        invocation,
        invocation with { Options = [.. invocation.Options.Select(o => o.Name == name && o.Values[0] == value ? change(o) : o)] });

    /// <summary>An option more, before the root becomes read-only.</summary>
    private static Func<Invocation, Invocation> Add(Option option) => invocation =>
    {
        var last = invocation.Options.Select(static (option, index) => (option, index))
            .Last(static one => one.option.Name == "--remount-ro" && one.option.Values.SequenceEqual(["/"])).index;
        return Changed(invocation, invocation with { Options = invocation.Options.Insert(last, option) });
    };

    /// <summary>Drops so many options before each that matches (its <c>--perms</c> and <c>--size</c>), and that one too unless kept.</summary>
    private static Func<Invocation, Invocation> DropBefore(int count, Func<Option, bool> matches, bool keep = false) => invocation =>
    {
        var options = invocation.Options.ToList();
        for (var i = options.Count - 1; i >= 0; i--)
        {
            if (!matches(options[i]))
                continue;
            if (!keep)
            {
                // With the read-only remount behind it.
                options.RemoveRange(i, 2);
            }

            options.RemoveRange(i - count, count);
            i -= count;
        }

        return Changed(invocation, invocation with { Options = [.. options] });
    };

    private static Func<Invocation, Invocation> Filter(bool denies) => invocation =>
    {
        var number = $"{invocation.NumberOf(new Handover.Filter(denies))}";
        return DropWhere(option => option.Name == "--add-seccomp-fd" && option.Values[0] == number)(invocation);
    };

    /// <summary>A removal that removes nothing would show nothing.</summary>
    private static Invocation Changed(Invocation before, Invocation after) =>
        before.Options.SequenceEqual(after.Options) ? throw new InvalidOperationException("nothing was removed") : after;
}
