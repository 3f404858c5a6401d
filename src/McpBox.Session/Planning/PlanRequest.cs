using System.Collections.Immutable;
using McpBox.Profiles;

namespace McpBox.Session.Planning;

/// <summary>Everything a plan is decided from. Besides this the planner looks only at the file system.</summary>
public sealed record PlanRequest
{
    /// <summary>The server's name; null for an ad hoc command line, which is then called after its program.</summary>
    public string? Name { get; init; }

    public required Profile Profile { get; init; }

    /// <summary>The program as it was typed; null, with an image, for the image's ENTRYPOINT.</summary>
    public string? Program { get; init; }

    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The image whose files the server sees; null for the host's toolchain.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>The package of the store that <see cref="Program"/> belongs to; null for every other program.</summary>
    public PackageFiles? Package { get; init; }

    /// <summary>Where <see cref="Program"/> and <see cref="Arguments"/> were written.</summary>
    public Origin CommandOrigin { get; init; } = Origin.CommandLine;

    /// <summary>Mounts given on the command line; they come after the profile's.</summary>
    public ImmutableArray<MountDeclaration> ExtraMounts { get; init; } = [];

    /// <summary>Absolute path of mcpbox's own working directory.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>mcpbox's own environment. Nothing of it reaches the server unless the profile names it.</summary>
    public required IReadOnlyDictionary<string, string> CallerEnvironment { get; init; }

    /// <summary>Effective uid of mcpbox.</summary>
    public required uint CallerUid { get; init; }

    /// <summary>The caller's home directory, absolute.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>Folders of mcpbox's own that stand elsewhere than usual, such as a journal folder given by an option: never writable inside.</summary>
    public ImmutableArray<string> OwnFolders { get; init; } = [];

    /// <summary>passwd(5), for the home directories of other users.</summary>
    internal string PasswdFile { get; init; } = "/etc/passwd";
}
