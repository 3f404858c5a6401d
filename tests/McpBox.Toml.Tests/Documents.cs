using System.Text;

namespace McpBox.Toml.Tests;

/// <summary>Reads text and asserts what every result promises, whatever the input.</summary>
internal static class Documents
{
    public static TomlTable Read(string text)
    {
        var (document, error) = Parse(Encoding.UTF8.GetBytes(text));
        Assert.True(error is null, $"{error}");
        return document!;
    }

    public static TomlError ErrorOf(string text)
    {
        var (document, error) = Parse(Encoding.UTF8.GetBytes(text));
        Assert.True(document is null, "the text was read as a document");
        return error!;
    }

    /// <summary>Parses; the result has its spans inside the text, and an error has a message and a hint of one line each.</summary>
    public static (TomlTable? Document, TomlError? Error) Parse(byte[] utf8)
    {
        var result = TomlReader.Parse(utf8);
        var lines = new LineLengths(utf8);
        if (result.Error is { } error)
        {
            Assert.Null(result.Document);
            lines.AssertContains(error.Span, $"{error}");
            AssertOneLine(error.Message);
            AssertOneLine(error.Hint);
        }
        else
        {
            AssertSpans(lines, result.Document!);
        }

        return result;
    }

    private static void AssertOneLine(string text)
    {
        Assert.InRange(text.Length, 1, 300);
        Assert.False(text.Any(char.IsControl), text);
    }

    private static void AssertSpans(LineLengths lines, TomlValue value)
    {
        lines.AssertContains(value.Span, value.TypeName);
        foreach (var entry in (value as TomlTable)?.Entries ?? [])
        {
            lines.AssertContains(entry.KeySpan, entry.Key);
            AssertSpans(lines, entry.Value);
        }

        foreach (var item in (value as TomlArray)?.Items ?? [])
            AssertSpans(lines, item);
    }
}
