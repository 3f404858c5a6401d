using System.Collections.Immutable;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>What was typed after <c>mcpbox replay</c>.</summary>
/// <param name="Session">An id, a beginning of one, or <c>last</c>.</param>
/// <param name="Timeout">How long an answer is waited for.</param>
/// <param name="Rest">Everything after <c>--</c>.</param>
internal sealed record ReplayArguments(string Session, ReplayRules Rules, TimeSpan Timeout, bool Json, ImmutableArray<string> Rest)
{
    public string? Server { get; init; }

    public string? Profile { get; init; }

    public string? Engine { get; init; }

    public string? Image { get; init; }

    public ImmutableArray<string> Mounts { get; init; } = [];

    /// <summary>Where JUnit's XML goes; null for nowhere.</summary>
    public string? JUnit { get; init; }

    /// <summary>Where SARIF goes; null for nowhere.</summary>
    public string? Sarif { get; init; }

    /// <summary>The same with paths that do not depend on the current folder, which the session's own may replace.</summary>
    public ReplayArguments Absolute() => this with
    {
        Mounts = [.. Mounts.Select(AbsoluteMount)],
        JUnit = JUnit is null ? null : Path.GetFullPath(JUnit),
        Sarif = Sarif is null ? null : Path.GetFullPath(Sarif),
    };

    private static string AbsoluteMount(string mount)
    {
        var mode = mount.EndsWith(":ro", StringComparison.Ordinal) || mount.EndsWith(":rw", StringComparison.Ordinal) ? mount[^3..] : "";
        return Path.GetFullPath(mount[..^mode.Length]) + mode;
    }
}
