using System.Globalization;
using McpBox.Posix.Processes;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>
/// Name of a session's groups, which says whose they are: <c>mcpbox-SESSION-NAMESPACE-PID-START</c>. The boot needs no word: no group survives it.
/// </summary>
internal sealed record ControlGroupName(string Session, ProcessIdentity Owner)
{
    /// <summary>Matches all of them.</summary>
    public const string Pattern = Prefix + "*";

    private const string Prefix = "mcpbox-";

    /// <summary>Reads a folder's name; null where it is somebody else's.</summary>
    public static ControlGroupName? Parse(string name)
    {
        // A session may have dashes, numbers have none.
        var words = name.Split('-');
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || words.Length < 5
            || !long.TryParse(words[^3], NumberStyles.None, CultureInfo.InvariantCulture, out var space)
            || !int.TryParse(words[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            return null;
        return new ControlGroupName(string.Join('-', words[1..^3]), ProcessIdentity.Current() with { Id = id, Start = start, Namespace = space });
    }

    public override string ToString() => $"{Prefix}{Session}-{Owner.Namespace}-{Owner.Id}-{Owner.Start}";
}
