using System.Text;

namespace McpBox.Export.Formats;

/// <summary>A call as a URL, for formats that know nothing else: <c>mcp+stdio://SERVER/METHOD/TOOL</c>.</summary>
internal static class PseudoUrl
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// <summary>ASCII. The method keeps its slashes; in every other part whatever is not unreserved (RFC 3986, section 2.3) is percent-encoded.</summary>
    public static string Of(ExportedCall call)
    {
        var url = new StringBuilder("mcp+stdio://");
        Append(url, call.Server, "");
        Append(url.Append('/'), call.Method ?? "", "/");
        if (call.Target is { } target)
            Append(url.Append('/'), target, "");
        return url.ToString();
    }

    private static void Append(StringBuilder url, string text, string alsoPlain)
    {
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)one;
            if (Unreserved.Contains(character, StringComparison.Ordinal) || alsoPlain.Contains(character, StringComparison.Ordinal))
                url.Append(character);
            else
                url.Append('%').Append(Convert.ToHexString([one]));
        }
    }
}
