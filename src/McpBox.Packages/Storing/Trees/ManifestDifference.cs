using System.Text;

namespace McpBox.Packages.Storing.Trees;

/// <summary>Names what differs between two trees.</summary>
internal static class ManifestDifference
{
    private const int Named = 3;

    /// <returns>To be appended to a message: <c>; differs: a, b, c and 7 more</c>. Empty without an old manifest.</returns>
    public static string Describe(byte[]? old, byte[] now)
    {
        if (old is null)
            return "";
        var (before, after) = (Lines(old), Lines(now));
        var paths = before.Except(after).Concat(after.Except(before)).Select(PathOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var more = paths.Count > Named ? $" and {paths.Count - Named} more" : "";
        return $"; differs: {string.Join(", ", paths.Take(Named))}{more}";
    }

    private static HashSet<string> Lines(byte[] manifest) =>
        Encoding.ASCII.GetString(manifest).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static string PathOf(string line) => line.StartsWith("start ", StringComparison.Ordinal) ? "how it is started" : line[(line.LastIndexOf(' ') + 1)..];
}
