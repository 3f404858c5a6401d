using System.Collections.Immutable;

namespace McpBox.Session.Planning;

/// <summary>A built package, as its server sees it: read-only, at its own path.</summary>
/// <param name="Folder">Canonical path of its files, in a store of mcpbox's own. What lies beside it is not shown.</param>
/// <param name="Name">For people: <c>npm:@scope/pkg 1.2.3</c>.</param>
/// <param name="Environment">What its program needs in order to find its files; the profile's words stand above it.</param>
public sealed record PackageFiles(string Folder, string Name, ImmutableSortedDictionary<string, string> Environment);
