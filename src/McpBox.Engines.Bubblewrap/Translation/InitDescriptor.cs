namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>What the init inherits, in the order of its command line (<see cref="Sandbox.Init.InitProtocol.DescriptorsMode"/>).</summary>
internal enum InitDescriptor
{
    Control,
    Report,
    Input,
    Output,
    Error,
}
