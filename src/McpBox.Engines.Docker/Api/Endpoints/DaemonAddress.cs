namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>Where a daemon listens.</summary>
internal abstract record DaemonAddress
{
    private DaemonAddress()
    {
    }

    /// <summary>A unix socket, unix(7).</summary>
    /// <param name="Path">Absolute.</param>
    internal sealed record Unix(string Path) : DaemonAddress
    {
        public override string ToString() => $"unix://{Path}";
    }

    /// <summary>TCP, with TLS where the endpoint has any.</summary>
    /// <param name="Host">Name or address, an IPv6 address without brackets.</param>
    internal sealed record Tcp(string Host, int Port) : DaemonAddress
    {
        public override string ToString() => $"tcp://{Authority}";

        /// <summary>As in the Host header.</summary>
        public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
    }

    /// <summary>A named pipe of this Windows machine.</summary>
    /// <param name="Name">What follows <c>//./pipe/</c>.</param>
    internal sealed record Pipe(string Name) : DaemonAddress
    {
        public override string ToString() => $"npipe:////./pipe/{Name}";
    }
}
