using System.Text;

namespace McpBox.Review;

/// <summary>The page's own text. The same script and style are served, and put into an exported file.</summary>
internal static class ReviewPage
{
    // The order in which they are read; together they are one script.
    private static readonly string[] Scripts =
        ["visible", "json", "source", "session", "diff", "dom", "list", "charts", "tree", "record", "compare", "filter", "timeline", "sessions", "main"];

    private static readonly Lazy<byte[]> ScriptBytes = new(static () => [.. "\"use strict\";\n"u8, .. Scripts.SelectMany(static name => Resource($"{name}.js"))]);
    private static readonly Lazy<byte[]> StyleBytes = new(static () => Resource("page.css"));

    public static byte[] Script => ScriptBytes.Value;

    public static byte[] Style => StyleBytes.Value;

    /// <summary>The page's elements; the script fills them.</summary>
    public static string Markup { get; } = Encoding.UTF8.GetString(Resource("page.html"));

    /// <summary>The page as the server gives it out.</summary>
    /// <param name="key">For the script, once; see <see cref="Http.Admission"/>.</param>
    public static string Served(string? key) => Around(
        $"{(key is null ? "" : $"<meta name=\"mcpbox-key\" content=\"{key}\">\n")}<link rel=\"stylesheet\" href=\"/app.css\">\n<script src=\"/app.js\" defer></script>", "");

    public static string Around(string head, string end) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        {head}
        <title>mcpbox journal</title>
        </head>
        <body>
        {Markup}
        {end}</body>
        </html>

        """;

    private static byte[] Resource(string name)
    {
        using var stream = typeof(ReviewPage).Assembly.GetManifestResourceStream($"page/{name}") ?? throw new InvalidOperationException($"page/{name} is missing");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
