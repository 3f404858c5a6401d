using System.Text;

namespace McpBox.Export.Tests.Syslog;

/// <summary>One element of structured data, read by the grammar of RFC 5424, section 6.3, and by nothing looser.</summary>
internal sealed record StructuredData(string Id, IReadOnlyDictionary<string, string> Parameters)
{
    public static StructuredData Parse(string text)
    {
        var at = 0;
        Expect(text, ref at, '[');
        var id = Name(text, ref at);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (text[at] == ' ')
        {
            at++;
            var name = Name(text, ref at);
            Expect(text, ref at, '=');
            parameters.Add(name, Value(text, ref at));
        }

        Expect(text, ref at, ']');
        Assert.Equal(text.Length, at);
        return new StructuredData(id, parameters);
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (text[at] is > ' ' and < '\u007F' and not ('=' or ']' or '"'))
            at++;
        Assert.InRange(at - start, 1, 32);
        return text[start..at];
    }

    private static string Value(string text, ref int at)
    {
        Expect(text, ref at, '"');
        var value = new StringBuilder();
        for (; text[at] != '"'; at++)
        {
            Assert.NotEqual(']', text[at]);
            if (text[at] == '\\')
                Assert.Contains(text[++at], "\"\\]");
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }

    private static void Expect(string text, ref int at, char character) => Assert.Equal(character, text[at++]);
}
