using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Every refusal of this engine, in the order of its codes (docs/errors.md).</summary>
internal static class Refusals
{
    private const string Versions = "0.8.0-2+deb12u1, 0.9.0-1ubuntu0.1, 0.10 or later";

    public static Refusal BubblewrapMissing() => new(
        "MB2101",
        "bubblewrap is not installed: there is no /usr/bin/bwrap, /bin/bwrap or /usr/local/bin/bwrap",
        $"install it, such as with `apt install bubblewrap` ({Versions})");

    public static Refusal BubblewrapUntrusted(string path) => new(
        "MB2102",
        $"{path} is set-uid, or belongs to or can be written by somebody else than root",
        $"reinstall the package bubblewrap, or `chmod 0755 {path}`; user namespaces make the set-uid bit needless");

    public static Refusal UserNamespacesOff(string sysctl, string value) => new(
        "MB2103",
        $"user namespaces are switched off on this machine ({sysctl} = 0)",
        $"as root: `sysctl {sysctl}={value}`, and keep it in /etc/sysctl.d");

    public static Refusal SeccompMissing() => new(
        "MB2104",
        "libseccomp.so.2 is not installed, so no system call filter can be made",
        "install it, such as with `apt install libseccomp2`");

    public static Refusal SetprivMissing() => new(
        "MB2105",
        $"{ServerIdentity.Setpriv} is not installed, by which a server that root starts becomes nobody",
        "install it, such as with `apt install util-linux`");

    public static Refusal NoControlGroup(IEnumerable<string> controllers) => new(
        "MB2106",
        $"the profile asks for limits by cgroup, and none can be made here for: {string.Join(", ", controllers)}",
        "run mcpbox as root, or in a delegated cgroup (`systemd-run --user --scope -p Delegate=yes mcpbox …`), or set limits.enforcement = \"auto\"");

    public static Refusal RootNeedsPidsController() => new(
        "MB2107",
        "the server would run with uid 0, whose processes the kernel counts only in a cgroup, and none can be made here for pids",
        "run mcpbox as another user, or leave out writable mounts so that the server becomes nobody");

    public static Refusal TargetReserved(string target) => new(
        "MB2108",
        $"nothing can be mounted at {target}: the sandbox makes /, /proc, /dev and /run/mcpbox itself and has no /sys",
        "choose another target for the mount");

    public static Refusal OnlyRootBecomesNobody() => new(
        "MB2109",
        "the plan asks for the uid of nobody, which only root can take",
        "leave run_as to `auto` or set it to `caller`");

    public static Refusal SetupFailed(string words) => new(
        "MB2110",
        $"the sandbox could not be set up: {words}",
        "nothing was started; the message is bubblewrap's or the kernel's own");

    public static Refusal SourceMoved(string source, string found) => new(
        "MB2111",
        $"the mount source {source} is not what the plan decided on: it leads to {found}",
        "a part of the path became a symbolic link after the plan was made; start again, and find out who changed it");

    public static Refusal BubblewrapTooOld(string words) => new(
        "MB2112",
        $"this bubblewrap is too old: {words}",
        $"install {Versions}: older ones cannot mount by descriptor, which closes the race between the check of a path and its mount");

    public static Refusal UserNamespacesDenied(string words) => new(
        "MB2113",
        $"the kernel did not let bubblewrap set up its user namespace: {words}",
        "on Ubuntu 24.04 and later AppArmor does this: load the profile for bwrap (`apt install apparmor-profiles`, then copy " +
        "/usr/share/apparmor/extra-profiles/bwrap-userns-restrict to /etc/apparmor.d and `apparmor_parser -r` it)");

    public static Refusal ProgramMissing(string program) => new(
        "MB2114",
        $"there is no {program} in the sandbox",
        "programs are seen below /usr and in what the profile mounts; declare a mount for the folder that holds it");

    public static Refusal ProgramNotExecutable(string program, ServerIdentity identity) => new(
        "MB2115",
        $"{program} cannot be executed by uid {identity.Uid}",
        $"`chmod a+rx {program}`, or run_as = \"caller\"");

    public static Refusal DevicesUnprotected(string words) => new(
        "MB2116",
        $"the server would own the host's device files, and they could not be made read-only: {words}",
        "Linux 5.12 or later and CAP_SYS_ADMIN are needed for a server with uid 0; run mcpbox as another user, or without writable mounts");

    public static Refusal MountPointMissing(string target, string outer) => new(
        "MB2117",
        $"the mount at {target} lies in the one at {outer}, where there is no such file or folder by that very name",
        "create it on the host first, and let no part of it be a symbolic link");

    public static Refusal VariableName(string name) => new(
        "MB2118",
        $"the environment variable \"{name}\" cannot be given to the server: a name has at least one character, and no = in it",
        "rename the variable, or leave it out");

    public static Refusal GroupNotRemoved(string folder, string words) => new(
        "MB2119",
        $"the cgroup {folder} of a session that is over could not be removed: {words}",
        "see which processes are in its cgroup.procs, end them, and try again");

    /// <summary>Which refusal bwrap's own last words amount to.</summary>
    public static Refusal FromWords(string stderr, ServerIdentity identity)
    {
        var words = stderr.Trim().ReplaceLineEndings(" ");
        if (words.Length == 0)
            return SetupFailed("bubblewrap ended without a word");
        if (words.Contains("Unknown option", StringComparison.Ordinal))
            return BubblewrapTooOld(words);
        var denied = words.Contains("not permitted", StringComparison.Ordinal) || words.Contains("Permission denied", StringComparison.Ordinal)
            || words.Contains("No permissions", StringComparison.Ordinal);
        var early = words.Contains("loopback", StringComparison.Ordinal) || words.Contains("namespace", StringComparison.Ordinal)
            || words.Contains("uid map", StringComparison.Ordinal) || words.Contains("slave", StringComparison.Ordinal);
        return denied && early && identity.CallerUid != 0 ? UserNamespacesDenied(words) : SetupFailed(words);
    }
}
