namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>The one daemon that is asked.</summary>
/// <param name="Tls">Null for none; goes with TCP alone.</param>
/// <param name="Source">Why this one, in words, for the manifest: <c>DOCKER_HOST</c>, <c>context colima</c>, <c>default socket</c>.</param>
internal sealed record DockerEndpoint(DaemonAddress Address, EndpointTls? Tls, string Source)
{
    /// <summary>True where nobody names a daemon and none of the usual sockets is there.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>The address and why it was chosen, as people read it.</summary>
    public override string ToString() => $"{Address} ({Source})";
}
