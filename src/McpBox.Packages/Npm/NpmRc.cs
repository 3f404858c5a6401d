using System.Text.RegularExpressions;

namespace McpBox.Packages.Npm;

/// <summary>npmrc files: <c>key = value</c> lines, <c>;</c> and <c>#</c> comments, <c>${NAME}</c> of the environment.</summary>
internal static partial class NpmRc
{
    /// <param name="files">The stronger first.</param>
    public static Dictionary<string, string> Merge(IEnumerable<string> files, Func<string, string?> variable)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(static text => text.Split('\n')))
        {
            var trimmed = line.Trim();
            var equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || trimmed[0] is ';' or '#')
                continue;
            _ = settings.TryAdd(Expanded(trimmed[..equals].Trim(), variable), Expanded(Unquoted(trimmed[(equals + 1)..].Trim()), variable));
        }

        return settings;
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is ('"' or '\'') && value[^1] == value[0] ? value[1..^1] : value;

    // What is not set stays as it is written, as with npm; with a question mark it is empty.
    private static string Expanded(string text, Func<string, string?> variable) =>
        Variable().Replace(text, match => variable(match.Groups["name"].Value) ?? (match.Groups["maybe"].Length > 0 ? "" : match.Value));

    [GeneratedRegex(@"(?<!\\)\$\{(?<name>[^}?]+)(?<maybe>\??)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
