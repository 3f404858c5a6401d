using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace McpBox.Journal.Reviewing;

/// <summary>What was found, with a little of what stands around it. Text of a peer's: to be made visible before it is printed.</summary>
public readonly record struct TextHit(string Before, string Match, string After);

/// <summary>
/// Looks for a text or a regular expression in what was said. A text is looked for as it stands in the frame, and in the frame with its JSON
/// escapes resolved (<c>\u00e9</c> is found as é, <c>\"</c> as a quote). Regular expressions see the resolved text alone; they are matched
/// without backtracking, so that no text can make one run for ever. Not to be shared between threads.
/// </summary>
public sealed class TextSearch
{
    private const int Around = 40;
    private const int LongestMatch = 120;

    // What JSON can write as a backslash and a letter; everything else needs \u.
    private static readonly SearchValues<char> Escapable = SearchValues.Create("\"\\/\b\f\n\r\t");

    private readonly string _pattern;
    private readonly bool _regular;
    private readonly bool _ignoreCase;
    private readonly byte[] _literal;
    private readonly byte[]? _escape;
    private readonly Regex? _regex;
    private byte[] _plain = [];
    private char[] _text = [];

    private TextSearch(string pattern, bool regular, bool ignoreCase, Regex? regex)
    {
        (_pattern, _regular, _ignoreCase, _regex) = (pattern, regular, ignoreCase, regex);
        _literal = Encoding.UTF8.GetBytes(pattern);
        _escape = pattern.AsSpan().ContainsAny(Escapable) ? "\\"u8.ToArray() : Ascii.IsValid(pattern) ? null : "\\u"u8.ToArray();
    }

    /// <summary>Prepares a search.</summary>
    /// <param name="pattern">A text, or with <paramref name="regular"/> a regular expression of .NET's syntax without lookaround and back-references.</param>
    /// <exception cref="JournalException">MB4403: there is nothing to look for, or the expression cannot be read.</exception>
    public static TextSearch Create(string pattern, bool regular, bool ignoreCase)
    {
        if (string.IsNullOrEmpty(pattern))
            throw new JournalException("MB4403", "there is no text to look for", "give one that is not empty");
        if (!regular)
            return new TextSearch(pattern, regular, ignoreCase, null);
        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
#pragma warning disable MA0009 // Matched without backtracking: the time is linear in the text, and needs no limit.
            return new TextSearch(pattern, regular, ignoreCase, new Regex(pattern, options));
#pragma warning restore MA0009
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new JournalException("MB4403", $"'{pattern}' is no regular expression that can be used: {error.Message}", "correct it, or leave out --regex to look for the text as it is");
        }
    }

    /// <summary>One for another thread.</summary>
    public TextSearch Copy() => new(_pattern, _regular, _ignoreCase, _regex);

    /// <summary>Whether the text occurs.</summary>
    /// <param name="message">A frame, or a line of text.</param>
    public bool IsIn(ReadOnlySpan<byte> message)
    {
        if (_regex is not null)
            return _regex.IsMatch(Text(message));
        if (_ignoreCase)
            return Text(message).IndexOf(_pattern, StringComparison.OrdinalIgnoreCase) >= 0;
        return message.IndexOf(_literal) >= 0 || (MayHide(message) && Resolve(message).IndexOf(_literal) >= 0);
    }

    /// <summary>False when nothing in a journal's line, however it is written, can be a hit. Quicker than looking.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> line) =>
        _regex is not null || _ignoreCase || line.IndexOf(_literal) >= 0 || MayHide(line) || line.IndexOf(",\"raw\":\""u8) >= 0;

    /// <summary>The first place where it occurs.</summary>
    public bool TryFind(ReadOnlySpan<byte> message, out TextHit hit)
    {
        hit = default;
        if (_regex is null && !_ignoreCase)
            return TryFindLiteral(message, out hit);
        var text = Text(message);
        var (at, length) = Place(text);
        if (at < 0)
            return false;
        hit = Hit(text, at, length);
        return true;
    }

    private bool TryFindLiteral(ReadOnlySpan<byte> message, out TextHit hit)
    {
        hit = default;
        var at = message.IndexOf(_literal);
        if (at < 0 && MayHide(message))
        {
            message = Resolve(message);
            at = message.IndexOf(_literal);
        }

        if (at < 0)
            return false;

        // Only what will be shown is decoded: a message may be large. What is cut inside a character becomes U+FFFD outside of the shown part.
        var from = Math.Max(0, at - (4 * Around) - 4);
        var before = Encoding.UTF8.GetString(message[from..at]);
        var end = at + _literal.Length;
        var after = Encoding.UTF8.GetString(message[end..Math.Min(message.Length, end + (4 * Around) + 4)]);
        hit = Hit(string.Concat(before, _pattern, after), before.Length, _pattern.Length);
        return true;
    }

    private static TextHit Hit(ReadOnlySpan<char> text, int at, int length)
    {
        var (from, end) = (Math.Max(0, at - Around), at + length);
        var to = Math.Min(text.Length, end + Around);
        return new TextHit(
            $"{(from > 0 ? "…" : "")}{text[from..at]}",
            TokenText.Cut(text[at..end].ToString(), LongestMatch),
            $"{text[end..to]}{(to < text.Length ? "…" : "")}");
    }

    /// <summary>Whether the message has escapes that the text could be written with.</summary>
    private bool MayHide(ReadOnlySpan<byte> message) => _escape is null ? JsonEscapes.HideAscii(message) : message.IndexOf(_escape) >= 0;

    private (int At, int Length) Place(ReadOnlySpan<char> text)
    {
        if (_regex is null)
            return (text.IndexOf(_pattern, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal), _pattern.Length);
        foreach (var match in _regex.EnumerateMatches(text))
            return (match.Index, match.Length);
        return (-1, 0);
    }

    private ReadOnlySpan<char> Text(ReadOnlySpan<byte> message) => Decode(message.IndexOf((byte)'\\') >= 0 ? Resolve(message) : message);

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (_text.Length < utf8.Length)
            _text = new char[Math.Max(4096, utf8.Length)];
        return _text.AsSpan(0, Encoding.UTF8.GetChars(utf8, _text));
    }

    private ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> message)
    {
        if (_plain.Length < message.Length)
            _plain = new byte[Math.Max(4096, message.Length)];
        return _plain.AsSpan(0, JsonEscapes.Resolve(message, _plain));
    }
}
