namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>Which stream of a container some bytes belong to; the numbers are those of the Engine API.</summary>
internal enum ContainerOutput
{
    Stdout = 1,
    Stderr = 2,
}
