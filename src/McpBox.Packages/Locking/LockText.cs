using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace McpBox.Packages.Locking;

/// <summary>Writes the one layout of a lock file. TOML 1.0, https://toml.io/en/v1.0.0.</summary>
internal static class LockText
{
    /// <summary>The newest layout that this program knows.</summary>
    public const int Version = 1;

    private const string Header = """
        # mcpbox.lock: the packages that mcpbox runs, to the last file: versions, hashes, and what they were built with.
        # Written by `mcpbox lock`, and read at every start. Commit it; do not edit it.

        """;

    public static string Of(ImmutableArray<LockedPackage> packages)
    {
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $"version = {Version}\n");
        foreach (var package in packages)
            Append(text, package);
        return text.ToString();
    }

    private static void Append(StringBuilder text, LockedPackage package)
    {
        text.Append("\n[[package]]\nspec = ");
        AppendLine(text, package.Spec.ToString());
        text.Append("\nversion = ");
        AppendLine(text, package.Version);
        text.Append("\ntoolchain = ");
        AppendLine(text, package.Toolchain);
        text.Append(package.Scripts ? "\nscripts = true" : "\nscripts = false");
        if (package.Tree is { } tree)
        {
            text.Append("\ntree = ");
            AppendLine(text, tree);
        }

        text.Append("\nresolution = ");
        AppendLines(text, package.Resolution);
        text.Append('\n');
    }

    private static void AppendLine(StringBuilder text, string value)
    {
        text.Append('"');
        AppendEscaped(text, value, keepLines: false);
        text.Append('"');
    }

    /// <summary>Readers drop a newline that follows the opening quotes, so one more is written there, whatever the value begins with.</summary>
    private static void AppendLines(StringBuilder text, string value)
    {
        if (IsLiteral(value))
        {
            text.Append("'''\n").Append(value).Append("'''");
            return;
        }

        text.Append("\"\"\"\n");
        AppendEscaped(text, value, keepLines: true);
        text.Append("\"\"\"");
    }

    private static bool IsLiteral(string value) =>
        !value.Contains("'''", StringComparison.Ordinal) && !value.EndsWith('\'') && !value.Any(c => IsControl(c) && c is not ('\n' or '\t'));

    private static void AppendEscaped(StringBuilder text, string value, bool keepLines)
    {
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (IsControl(c) && !(keepLines && c is '\n' or '\t'))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                text.Append(c);
        }
    }

    private static bool IsControl(char c) => c is < ' ' or '\x7F';
}
