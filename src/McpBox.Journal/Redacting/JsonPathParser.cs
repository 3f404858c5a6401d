using System.Globalization;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>Reads the text of a <see cref="JsonPath"/>.</summary>
internal sealed class JsonPathParser
{
    private readonly string _text;
    private int _at;

    public JsonPathParser(string text)
    {
        _text = text;
        if (!text.StartsWith('$'))
        {
            Fault = "it does not begin with $";
            return;
        }

        _at = 1;
        while (_at < text.Length && Fault is null)
            Segment();
    }

    public List<JsonPathStep> Steps { get; } = [];

    public string? Fault { get; private set; }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void Segment()
    {
        var anywhere = _text.AsSpan(_at).StartsWith("..");
        if (Current == '[')
        {
            Bracket(anywhere: false);
            return;
        }

        if (Current != '.')
        {
            Refuse($"'{Current}' where a . or [ is expected");
            return;
        }

        _at += anywhere ? 2 : 1;
        if (anywhere && Current == '[')
            Bracket(anywhere);
        else if (Current == '*')
            Star(anywhere);
        else
            Shorthand(anywhere);
    }

    private void Star(bool anywhere)
    {
        _at++;
        Steps.Add(new JsonPathStep(anywhere, null, -1));
    }

    // RFC 9535, 2.5.1: member-name-shorthand.
    private void Shorthand(bool anywhere)
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or >= '\u0080')
            _at++;
        var name = _text[start.._at];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            Refuse(Current == '-' || name.Length > 0 ? "a name that has to be written as ['name']" : "no name after the .");
        else if (Current == '-')
            Refuse("a name that has to be written as ['name']");
        else
            Steps.Add(new JsonPathStep(anywhere, Encoding.UTF8.GetBytes(name), -1));
    }

    private void Bracket(bool anywhere)
    {
        _at++;
        if (Current == '*')
            Star(anywhere);
        else if (Current is '\'' or '"')
            Quoted(anywhere);
        else if (Current == '?')
            Refuse("a filter (?…), which is not followed here");
        else
            Index(anywhere);
        if (Fault is not null)
            return;
        if (Current != ']')
            Refuse(Current == ':' ? "a slice (a:b), which is not followed here" : Current == ',' ? "a list (a,b); write a path for each" : "a [ without its ]");
        _at++;
    }

    private void Quoted(bool anywhere)
    {
        var quote = Current;
        var name = new StringBuilder();
        for (_at++; Current != quote; _at++)
        {
            if (_at >= _text.Length)
            {
                Refuse("a name without its closing quote");
                return;
            }

            if (Current == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '\\' or '\'' or '"')
                _at++;
            else if (Current == '\\')
                Refuse("an escape other than \\\\, \\' and \\\"");
            name.Append(Current);
        }

        _at++;
        Steps.Add(new JsonPathStep(anywhere, Encoding.UTF8.GetBytes(name.ToString()), -1));
    }

    private void Index(bool anywhere)
    {
        var start = _at;
        while (char.IsAsciiDigit(Current))
            _at++;
        if (Current == '-')
            Refuse("an index from the end, which is not followed here");
        else if (Current != ':' && int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            Steps.Add(new JsonPathStep(anywhere, null, index));
        else if (Current == ':')
            Refuse("a slice (a:b), which is not followed here");
        else
            Refuse($"no name in quotes, index or * after the [");
    }

    private void Refuse(string what) => Fault ??= $"at character {_at + 1}: {what}";
}
