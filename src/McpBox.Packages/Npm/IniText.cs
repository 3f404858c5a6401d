using System.Text;
using System.Text.Json;

namespace McpBox.Packages.Npm;

/// <summary>An .npmrc file, read as npm's own <c>ini</c> package reads it.</summary>
internal static class IniText
{
    /// <summary>Keys and values before the first section, in order; npm looks at no section. A key without <c>=</c> is <c>true</c>.</summary>
    public static IEnumerable<(string Key, string Value)> Read(string text)
    {
        foreach (var line in text.Split('\n', '\r'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] is ';' or '#')
                continue;
            if (line[0] == '[' && trimmed[^1] == ']')
                yield break;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals != 0)
                yield return equals < 0 ? (Plain(line), "true") : (Plain(line[..equals]), Plain(line[(equals + 1)..]));
        }
    }

    private static string Plain(string text)
    {
        var value = text.Trim();
        if (value.Length > 0 && value[0] is '"' or '\'' && value[^1] == value[0])
            return Unquoted(value);
        var plain = new StringBuilder();
        for (var at = 0; at < value.Length && value[at] is not (';' or '#'); at++)
        {
            if (value[at] == '\\' && at + 1 < value.Length && value[at + 1] is '\\' or ';' or '#')
                at++;
            plain.Append(value[at]);
        }

        // Behind a comment the quotes are still there; npm takes them off in a second pass.
        var rest = plain.ToString().Trim();
        return rest.Length > 1 && rest[0] == '"' && rest[^1] == '"' ? Unquoted(rest) : rest;
    }

    private static string Unquoted(string value)
    {
        var inner = value[0] == '\'' && value.Length > 1 ? value[1..^1] : value;
        try
        {
            using var json = JsonDocument.Parse(inner);
            return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString()! : inner;
        }
        catch (JsonException)
        {
            return inner;
        }
    }
}
