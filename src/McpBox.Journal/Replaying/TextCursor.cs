namespace McpBox.Journal.Replaying;

/// <summary>Steps through a text by what stands there. A step that does not fit leaves the cursor where it is.</summary>
internal ref struct TextCursor(ReadOnlySpan<char> text, int at)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int At { get; private set; } = at;

    private readonly char Here => At < _text.Length ? _text[At] : '\0';

    /// <summary>A pattern in which <c>#</c> is a digit and everything else itself.</summary>
    public bool Pattern(string pattern)
    {
        if (pattern.Length > _text.Length - At)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = _text[At + i];
            if (pattern[i] == '#' ? !char.IsAsciiDigit(letter) : letter != pattern[i])
                return false;
        }

        At += pattern.Length;
        return true;
    }

    /// <summary>One of some letters.</summary>
    public bool Any(string letters)
    {
        if (At >= _text.Length || !letters.Contains(Here, StringComparison.Ordinal))
            return false;
        At++;
        return true;
    }

    /// <summary>One of some words of three letters, which stand one after the other in <paramref name="words"/>.</summary>
    public bool Word(string words)
    {
        const int Letters = 3;
        if (_text.Length - At < Letters || words.IndexOf(_text.Slice(At, Letters).ToString(), StringComparison.Ordinal) is not (>= 0 and var found) || found % Letters != 0)
            return false;
        At += Letters;
        return true;
    }

    /// <summary>Digits, as many as there are; false for none, and for more than <paramref name="most"/>.</summary>
    public bool Digits(int most)
    {
        var end = At;
        while (end < _text.Length && end - At <= most && char.IsAsciiDigit(_text[end]))
            end++;
        if (end == At || end - At > most)
            return false;
        At = end;
        return true;
    }
}
