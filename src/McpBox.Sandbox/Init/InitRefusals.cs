using System.Net;

namespace McpBox.Sandbox.Init;

/// <summary>What can be wrong with the init itself, in the order of the codes (docs/errors.md).</summary>
public static class InitRefusals
{
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

    /// <summary>Why mcpbox cannot listen inside, or null.</summary>
    public static Refusal? OfListeners(SandboxPlan plan) => plan.Listeners
        .Where(static listener => !IPAddress.TryParse(listener.Address, out var address) || address.GetAddressBytes() is not [127, ..] || listener.Port is < 1024 or > 65535)
        .Select(static listener => new Refusal(
            "MB2305",
            $"mcpbox cannot listen at {listener} inside a sandbox, which has nothing but loopback and no right to ports below 1024",
            "use an address of 127.0.0.0/8 and a port from 1024 to 65535"))
        .FirstOrDefault();
}
