namespace McpBox.Engines.Docker.Translation;

/// <summary>mcpbox's own places inside a container.</summary>
internal static class ContainerPaths
{
    /// <summary>The folder of the FIFOs.</summary>
    public const string Pipes = "/run/mcpbox";

    /// <summary>The folder of the init: a mount of the file alone on a local daemon, of a volume on a remote one.</summary>
    public const string InitFolder = "/run/mcpbox-init";

    public const string Init = InitFolder + "/mcpbox-init";

    public const string HostName = "mcpbox";
}
