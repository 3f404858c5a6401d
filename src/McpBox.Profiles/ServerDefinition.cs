using System.Collections.Immutable;

namespace McpBox.Profiles;

/// <summary>One <c>[servers.NAME]</c>: what to start, and the profile that holds for it with every override applied.</summary>
/// <param name="Command">As written; the session resolves it against the toolchain's path. Null, with an image, for the image's ENTRYPOINT.</param>
/// <param name="Spec">The package whose program is started, as written; null where a command or an image stands. Never together with a command.</param>
public sealed record ServerDefinition(
    string Name, string? Command, ImmutableArray<string> Args, Profile Profile, Origin Origin, string? Spec = null);
