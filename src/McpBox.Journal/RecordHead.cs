using System.Buffers.Text;

namespace McpBox.Journal;

/// <summary>Writes a record's fields before its body into a span that is large enough for the longest of them.</summary>
internal ref struct RecordHead(Span<byte> room)
{
    /// <summary>An upper bound of everything before the body: three tokens and the fixed fields.</summary>
    public const int Longest = (3 * LongestToken) + 1024;

    /// <summary>A token (id, method, tool) above this many bytes is left out; it still stands in the frame.</summary>
    public const int LongestToken = 4096;

    /// <summary>Upper bound of a word: event kinds and reasons.</summary>
    public const int LongestWord = 64;

    private readonly Span<byte> _room = room;

    public int Length { get; private set; }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }

    public void Number(scoped ReadOnlySpan<byte> name, long value)
    {
        Raw(name);
        _ = Utf8Formatter.TryFormat(value, _room[Length..], out var written);
        Length += written;
    }

    public void Word(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> word)
    {
        Raw(name);
        Raw("\""u8);
        Raw(word);
        Raw("\""u8);
    }

    public void Word(scoped ReadOnlySpan<byte> name, string word)
    {
        Span<byte> ascii = stackalloc byte[LongestWord];
        Word(name, Ascii(word, ascii));
    }

    /// <summary>
    /// A raw JSON token of the frame. Arrays and objects are no ids and could hold a <c>,"frame":</c> that a plain text search would take for ours;
    /// from a frame that is not proven to be UTF-8 only printable ASCII is taken over.
    /// </summary>
    public void Token(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> token, bool proven)
    {
        if (token.IsEmpty || token.Length > LongestToken || token[0] is (byte)'{' or (byte)'[')
            return;
        if (!proven && token.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return;
        Raw(name);
        Raw(token);
    }

    /// <summary>A word of ours as bytes.</summary>
    /// <exception cref="ArgumentException">It is not 1 to 64 ASCII letters, digits, <c>_</c> or <c>-</c>.</exception>
    public static ReadOnlySpan<byte> Ascii(string word, Span<byte> room)
    {
        if (word.Length is 0 or > LongestWord)
            throw new ArgumentException("A word is 1 to 64 characters long.", nameof(word));
        for (var i = 0; i < word.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(word[i]) && word[i] is not ('_' or '-'))
                throw new ArgumentException("A word is made of ASCII letters, digits, _ and -.", nameof(word));
            room[i] = (byte)word[i];
        }

        return room[..word.Length];
    }
}
