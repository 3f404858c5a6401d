using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace McpBox.Packages.PyPi;

/// <summary>
/// Reads a project's page in HTML (PEP 503): its links, whatever else there is. Such a page has no upload times, and what is read amiss can only be a
/// link that is missing or one without a hash, both of which are not offered.
/// </summary>
internal static partial class SimpleHtml
{
    public static SimpleProject Read(string html) => new([.. Anchor().Matches(html).Select(File).OfType<SimpleFile>()], null);

    private static SimpleFile? File(Match anchor)
    {
        var attributes = Attribute().Matches(anchor.Groups["attributes"].Value)
            .GroupBy(match => match.Groups["name"].Value.ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => WebUtility.HtmlDecode(Value(group.First())), StringComparer.Ordinal);
        if (!attributes.TryGetValue("href", out var address))
            return null;
        var parts = address.Split('#', 2);
        var hash = parts.Length > 1 && parts[1].StartsWith("sha256=", StringComparison.Ordinal) ? SimpleFile.Digest(parts[1][7..].Split('&')[0]) : null;
        var name = WebUtility.HtmlDecode(anchor.Groups["text"].Value).Trim();
        return new SimpleFile(name, parts[0], hash, attributes.GetValueOrDefault("data-requires-python"), null, attributes.GetValueOrDefault("data-yanked"));
    }

    private static string Value(Match attribute) => attribute.Groups["double"].Value + attribute.Groups["single"].Value + attribute.Groups["bare"].Value;

    [GeneratedRegex("""<a(?<attributes>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*)\s*>(?<text>[^<]*)</a\s*>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Anchor();

    [GeneratedRegex("""\s+(?<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'<>=`]+)))?""", RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();
}
