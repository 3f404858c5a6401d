using System.Net;
using McpBox.Posix.Io;

namespace McpBox.Sandbox.Init;

/// <summary>What can be wrong with the init itself, in the order of the codes (docs/errors.md).</summary>
public static class InitRefusals
{
    private const int MostListeners = DescriptorPassing.Most;

    public static Refusal Missing(string path) => new(
        "MB2301",
        $"mcpbox's own init is missing: there is no {path}",
        "install mcpbox and mcpbox-init together, side by side in one folder");

    public static Refusal Untrusted(string path) => new(
        "MB2302",
        $"{path} belongs to somebody who is neither you nor root, or can be written by others",
        $"install mcpbox again, or `chown` it and `chmod 0755 {path}`, after a look at who changed it");

    public static Refusal NotExecutable(string path) => new(
        "MB2303",
        $"{path} cannot be read and executed by everybody, which servers that run as nobody need",
        $"`chmod 0755 {path}`");

    public static Refusal Silent(string words) => new(
        "MB2304",
        $"the init inside the sandbox did not answer: {words}",
        "nothing of the server was started; are mcpbox and mcpbox-init of one release?");

    /// <summary>Why the plan's listeners, names or resolver cannot be inside, or null.</summary>
    public static Refusal? OfNetwork(SandboxPlan plan) =>
        plan.Listeners.Where(static listener => !CanListen(listener)).Select(CannotListen).FirstOrDefault()
        ?? (plan.Listeners.Length > MostListeners ? TooManyListeners(plan.Listeners.Length) : null)
        ?? plan.Hosts.Where(static host => !IsName(host.Name) || !IsLoopback(host.Address)).Select(static host => CannotName($"the name {Visible(host.Name)} at {Visible(host.Address)}")).FirstOrDefault()
        ?? (plan.Resolver is { } resolver && !IsLoopback(resolver) ? CannotName($"the resolver {Visible(resolver)}") : null);

    private static Refusal CannotListen(PlanListener listener) => new(
        "MB2305",
        $"mcpbox cannot listen at {listener} inside a sandbox, which has nothing but loopback",
        "use an address of 127.0.0.0/8, or 0.0.0.0 for each of them, and a port from 1 to 65535");

    private static Refusal CannotName(string what) => new(
        "MB2306",
        $"{what} cannot stand in the files by which a sandbox resolves names",
        "names have ASCII letters, digits, '-' and '.' alone, at most 253, and addresses are of 127.0.0.0/8");

    private static Refusal TooManyListeners(int count) => new(
        "MB2307",
        $"the plan has mcpbox listen at {count} addresses inside, and at most {MostListeners} sockets can be passed out of a sandbox",
        "name fewer hosts or ports, or one listener for every address (0.0.0.0) of a port");

    private static bool CanListen(PlanListener listener) =>
        listener.Port is >= 1 and <= 65535 && Enum.IsDefined(listener.Kind) && (listener.Address == "0.0.0.0" || IsLoopback(listener.Address));

    /// <summary>As it is written to be read by anybody: <c>127.1</c> means the same to some only.</summary>
    private static bool IsLoopback(string text) =>
        IPAddress.TryParse(text, out var address) && address.GetAddressBytes() is [127, _, _, _] && address.ToString() == text;

    // Whatever else stood in a line of hosts(5) could begin another.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private static string Visible(string text) => $"\"{string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?'))}\"";
}
