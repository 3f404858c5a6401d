using System.Globalization;
using System.Text;

namespace McpBox.Packages.Locking;

/// <summary>Writes <c>mcpbox.lock</c>: the same packages give the same text, TOML 1.0 in UTF-8 with LF.</summary>
internal static class LockText
{
    public const int Version = 1;

    public static string Write(IEnumerable<LockedPackage> packages)
    {
        var text = new StringBuilder("# mcpbox.lock: which bytes the packages of your servers are made of. `mcpbox lock` writes it; keep it with your configuration.\n");
        text.Append(CultureInfo.InvariantCulture, $"version = {Version}\n");
        foreach (var package in packages)
            Write(text, package);
        return text.ToString();
    }

    private static void Write(StringBuilder text, LockedPackage package)
    {
        text.Append("\n[[package]]\n");
        Pair(text, "spec", package.Spec.ToString());
        Pair(text, "version", package.Version);
        Pair(text, "toolchain", package.Toolchain);
        text.Append(package.Scripts ? "scripts = true\n" : "scripts = false\n");
        if (package.Key is { } key)
            Pair(text, "key", key);
        if (package.Tree is { } tree)
            Pair(text, "tree", tree);
        text.Append("resolution = ").Append(Lines(package.Resolution)).Append('\n');
    }

    private static void Pair(StringBuilder text, string name, string value) => text.Append(name).Append(" = ").Append(Quoted(value, lines: false)).Append('\n');

    // Literal where it can be, so that the ecosystem's own lock can be read and compared as it is (TOML 1.0, multi-line literal strings).
    private static string Lines(string value) => value.Contains("'''", StringComparison.Ordinal) || value.EndsWith('\'') || value.Any(static c => char.IsControl(c) && c is not ('\n' or '\t'))
        ? "\"\"\"\n" + Quoted(value, lines: true) + "\"\"\""
        : "'''\n" + value + "'''";

    private static string Quoted(string value, bool lines)
    {
        var text = new StringBuilder(lines ? "" : "\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' when lines => text.Append(c),
                _ when char.IsControl(c) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => text.Append(c),
            };
        }

        return lines ? text.ToString() : text.Append('"').ToString();
    }
}
