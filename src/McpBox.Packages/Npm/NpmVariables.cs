using System.Text.RegularExpressions;

namespace McpBox.Packages.Npm;

/// <summary><c>${NAME}</c> in an .npmrc, as npm replaces it; <c>${NAME?}</c> is empty where NAME is not set.</summary>
internal static partial class NpmVariables
{
    /// <param name="missing">The first variable that is not set; null when all are.</param>
    public static string Replace(string text, IReadOnlyDictionary<string, string> environment, out string? missing)
    {
        string? absent = null;
        var replaced = Expression().Replace(text, match =>
        {
            var escapes = match.Groups["escapes"].Value;
            if (escapes.Length % 2 == 1)
                return match.Value[((escapes.Length + 1) / 2)..];
            var name = match.Groups["name"].Value;
            if (environment.TryGetValue(name, out var value))
                return escapes[(escapes.Length / 2)..] + value;
            if (match.Groups["maybe"].Success)
                return escapes[(escapes.Length / 2)..];
            absent ??= name;
            return escapes[(escapes.Length / 2)..] + $"${{{name}}}";
        });
        missing = absent;
        return replaced;
    }

    [GeneratedRegex(@"(?<!\\)(?<escapes>\\*)\$\{(?<name>[^${}?]+)(?<maybe>\?)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expression();
}
