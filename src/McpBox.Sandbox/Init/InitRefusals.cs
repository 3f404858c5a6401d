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
}
