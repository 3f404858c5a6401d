using System.Collections.Immutable;
using McpBox.Posix.Processes;

namespace McpBox.Engines.Docker.Translation;

/// <summary>What one session adds to a plan: names, its owner, and where on the daemon's host its own files are.</summary>
internal sealed record Placement
{
    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>This mcpbox.</summary>
    public required ProcessIdentity Owner { get; init; }

    /// <summary>Effective uid of mcpbox.</summary>
    public required uint OwnerUid { get; init; }

    /// <summary>Which machine the owner runs on: its process numbers mean nothing on another one that uses the same daemon.</summary>
    public required string Machine { get; init; }

    /// <summary>Where the container's init is: the path of a file, or the name of a volume where the daemon is remote.</summary>
    public required string Init { get; init; }

    /// <summary>Folder of the FIFOs; null where the streams are attached.</summary>
    public string? Pipes { get; init; }

    /// <summary>An /etc/hosts with loopback in it; null lets the daemon write one of its own.</summary>
    public string? Hosts { get; init; }

    /// <summary>An /etc/resolv.conf; null where the plan has no resolver.</summary>
    public string? Resolver { get; init; }

    /// <summary>An /etc/nsswitch.conf that lets it be asked, whatever the image's own says; goes with <see cref="Resolver"/>.</summary>
    public string? NameSources { get; init; }

    /// <summary>The system call filter as a file, which Podman reads; null puts it into the request.</summary>
    public string? Filter { get; init; }

    /// <summary>Names of the variables that the image sets.</summary>
    public ImmutableArray<string> ImageVariables { get; init; } = [];

    /// <summary>Name of the container.</summary>
    public string Name => NameOf(Session);

    public static string NameOf(string session) => "mcpbox-" + session;
}
