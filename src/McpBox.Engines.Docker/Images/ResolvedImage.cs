using System.Collections.Immutable;

namespace McpBox.Engines.Docker.Images;

/// <summary>An image that the daemon has, pinned.</summary>
/// <param name="Reference">Complete: <c>docker.io/library/debian:12</c>.</param>
/// <param name="Digest">Of the manifest, by which a registry gave it; the same as <paramref name="Id"/> for one that was built here.</param>
/// <param name="Id"><c>sha256:</c> and 64 hexadecimal digits, by which the daemon is asked for it.</param>
/// <param name="Env"><c>NAME=value</c> each.</param>
/// <param name="WorkingDir">Empty for <c>/</c>.</param>
/// <param name="User">Empty for root.</param>
/// <param name="MovedTo">The id that the daemon's own tag means by now, when that is another one: the recorded image runs all the same.</param>
public sealed record ResolvedImage(
    string Reference,
    string Digest,
    string Id,
    ImmutableArray<string> Entrypoint,
    ImmutableArray<string> Cmd,
    ImmutableArray<string> Env,
    string WorkingDir,
    string User,
    ImmutableSortedDictionary<string, string> Labels,
    string? MovedTo = null);
