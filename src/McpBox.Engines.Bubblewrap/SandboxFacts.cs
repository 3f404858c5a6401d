using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Translation;

namespace McpBox.Engines.Bubblewrap;

/// <summary>What was really done, for the manifest.</summary>
internal static class SandboxFacts
{
    /// <summary>Key of bwrap's version, which is known last.</summary>
    public const string Version = "engine.version";

    public static ImmutableSortedDictionary<string, string> Of(string program, ServerIdentity identity, string sessionId) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("engine", "bubblewrap"),
            KeyValuePair.Create("engine.program", program),
            KeyValuePair.Create("identity.gid", $"{identity.Gid}"),
            KeyValuePair.Create("identity.uid", $"{identity.Uid}"),
            KeyValuePair.Create("limits.core", "rlimit"),
            KeyValuePair.Create("limits.file-size", "rlimit"),
            KeyValuePair.Create("limits.open-files", "rlimit"),
            KeyValuePair.Create("namespaces", "cgroup ipc mount net pid user uts"),
            KeyValuePair.Create("network", "none"),
            KeyValuePair.Create("seccomp", "allowlist"),
            KeyValuePair.Create("session", sessionId),
        ]);
}
