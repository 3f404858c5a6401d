namespace McpBox.Packages.Registries;

/// <summary>What one build may take, in bytes, requests and time. What is over it is refused by name.</summary>
public sealed record GatewayLimits
{
    /// <summary>Bytes of one answer that a caller of <see cref="RegistryClient"/> did not bound more narrowly.</summary>
    public long Answer { get; init; } = 512L << 20;

    /// <summary>Bytes of all answers of a build together, as they came over the wire and as they were unpacked, whichever is more.</summary>
    public long Total { get; init; } = 4L << 30;

    /// <summary>Bytes of all descriptions of packages of a build together, unpacked: what is held in memory while versions are chosen.</summary>
    public long Metadata { get; init; } = 256L << 20;

    /// <summary>Requests of a build to registries, redirects included.</summary>
    public int Requests { get; init; } = 50_000;

    /// <summary>Until a connection is made, names resolved and TLS shaken hands on.</summary>
    public TimeSpan Connecting { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For which a registry may send nothing.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one answer with its redirects.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of a request's head out of the build sandbox, its request line included.</summary>
    public int Head { get; init; } = 16 << 10;

    /// <summary>Refusals that are remembered; the first are the causes of the later.</summary>
    public int Remembered { get; init; } = 100;
}
