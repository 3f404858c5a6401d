using System.Globalization;

namespace McpBox.Packages.Npm;

/// <summary>The order of versions (semver.org, section 11).</summary>
internal sealed class NpmVersion : IComparer<string>
{
    public static readonly NpmVersion Order = new();

    public static bool IsPrerelease(string version) => version.Split('+')[0].Contains('-', StringComparison.Ordinal);

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Split(x!), Split(y!));
        for (var part = 0; part < 3; part++)
        {
            var order = Number(left.Core[part]).CompareTo(Number(right.Core[part]));
            if (order != 0)
                return order;
        }

        if (left.Tail.Length == 0 || right.Tail.Length == 0)
            return (left.Tail.Length == 0).CompareTo(right.Tail.Length == 0);
        for (var part = 0; part < Math.Min(left.Tail.Length, right.Tail.Length); part++)
        {
            var order = CompareWords(left.Tail[part], right.Tail[part]);
            if (order != 0)
                return order;
        }

        return left.Tail.Length.CompareTo(right.Tail.Length);
    }

    private static int CompareWords(string left, string right)
    {
        var (leftIs, rightIs) = (left.All(char.IsAsciiDigit), right.All(char.IsAsciiDigit));
        if (leftIs != rightIs)
            return leftIs ? -1 : 1;
        if (!leftIs)
            return string.CompareOrdinal(left, right);
        var order = left.Length.CompareTo(right.Length);
        return order != 0 ? order : string.CompareOrdinal(left, right);
    }

    private static (string[] Core, string[] Tail) Split(string version)
    {
        var text = version.Split('+')[0];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (text.Split('.'), []) : (text[..dash].Split('.'), text[(dash + 1)..].Split('.'));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
