using System.Text;

namespace McpBox.Toml.Tests;

/// <summary>How many scalar values each line of a document has, counted apart from the reader, to hold its spans against.</summary>
internal sealed class LineLengths
{
    private readonly int[] _lengths;

    public LineLengths(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];

        // Invalid UTF-8 decodes to at least one U+FFFD for what the reader blames, so a column there is within the line.
        var text = Encoding.UTF8.GetString(utf8);
        _lengths = [.. text.Split('\n').Select(line => line.EnumerateRunes().Count())];
    }

    public void AssertContains(TomlSpan span, string what)
    {
        var isOrdered = (span.Line, span.Column).CompareTo((span.EndLine, span.EndColumn)) <= 0;
        var isInside = Contains(span.Line, span.Column) && Contains(span.EndLine, span.EndColumn);
        Assert.True(isOrdered && isInside, $"{span} is outside the document, for {what}");
    }

    private bool Contains(int line, int column) => line >= 1 && line <= _lengths.Length && column >= 1 && column <= _lengths[line - 1] + 1;
}
