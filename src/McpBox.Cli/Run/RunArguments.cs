using System.Collections.Immutable;
using McpBox.Cli.Packages;
using McpBox.Profiles;

namespace McpBox.Cli.Run;

/// <summary>What was typed after <c>mcpbox run</c>; nothing is looked up yet.</summary>
/// <param name="Server">A configured server's name, or a package's spec; null for a command line of its own.</param>
/// <param name="Profile">Null for the default.</param>
/// <param name="Engine">Null for the profile's.</param>
/// <param name="Image">Null for the profile's, if it has one.</param>
/// <param name="Diagnostics">File for mcpbox's own log; null for none.</param>
/// <param name="Verify">Every byte of a package is read before it is started.</param>
/// <param name="Rest">
/// Everything after <c>--</c>, untouched: extra arguments for the server, or the whole command line; with an image, what <c>docker run</c>
/// takes after it.
/// </param>
internal sealed record RunArguments(
    string? Server, string? Profile, string? Engine, string? Image, ImmutableArray<string> Mounts, string? Diagnostics, ImmutableArray<string> Rest,
    bool Verify = false)
{
    /// <summary>Words that are no command line of <c>run</c>, in the parser's own message; nearly always the <c>--</c> is missing.</summary>
    public static Problem Unreadable(string message) => Usage(
        "MB5010", $"the command line cannot be read: {message}",
        "put -- in front of the server's own command and arguments: mcpbox run -- node server.js");

    public static Problem NothingToRun { get; } = Usage(
        "MB5001", "nothing to run",
        "name a configured server (mcpbox run NAME), or give a command line (mcpbox run -- node server.js) or an image (mcpbox run --image REF)");

    /// <summary>Why these cannot go together, or null.</summary>
    public Problem? Conflict() => this switch
    {
        { Server: null, Image: null, Profile: null, Rest.IsEmpty: true } => NothingToRun,
        { Server: ['-', ..] option } => Usage(
            "MB5006", $"run has no option {option}", "mcpbox run --help lists the options; what is meant for the server goes after --"),
        { Server: { } name, Profile: not null } when !PackageNames.IsSpec(name) => Usage(
            "MB5002", $"--profile goes with a command line; the profile of server \"{Server}\" stands in the config",
            $"change profile under [servers.{Server}], or leave --profile away"),
        _ => null,
    };

    /// <summary><c>--mount PATH[:ro|:rw]</c>, relative to the current directory.</summary>
    public ImmutableArray<MountDeclaration> MountDeclarations(string currentDirectory) =>
        [.. Mounts.Select(mount => Declaration(mount, currentDirectory))];

    private static MountDeclaration Declaration(string mount, string currentDirectory)
    {
        var writable = mount.EndsWith(":rw", StringComparison.Ordinal);
        var path = writable || mount.EndsWith(":ro", StringComparison.Ordinal) ? mount[..^3] : mount;
        return new MountDeclaration(Path.GetFullPath(path, currentDirectory), null, writable, AllowSensitive: false, Origin.CommandLine);
    }

    private static Problem Usage(string code, string message, string hint) => new(Origin.CommandLine, code, message, hint);
}
