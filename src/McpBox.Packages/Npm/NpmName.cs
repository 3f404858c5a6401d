using System.Globalization;

namespace McpBox.Packages.Npm;

/// <summary>Names of packages (npm's package.json, "name"), as the registry has them.</summary>
internal static class NpmName
{
    private const int Longest = 214;

    public static bool IsOne(string name)
    {
        var parts = name.Split('/');
        return name.Length is > 0 and <= Longest && (name[0] == '@' ? parts.Length == 2 && IsWord(parts[0][1..]) && IsWord(parts[1]) : parts.Length == 1 && IsWord(name));
    }

    /// <summary>For people: hostile text on one line.</summary>
    public static string Shown(string text) =>
        string.Concat(text.Take(80).Select(static c => c is >= ' ' and < '\x7F' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{(int)c:X}}}")));

    private static bool IsWord(string word) => word.Length > 0 && word[0] is not ('.' or '_') && word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');
}
