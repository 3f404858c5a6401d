using System.Buffers;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>Texts that are looked for all at once. .NET searches for many strings with vector instructions in chars alone, so bytes are widened, a piece at a time.</summary>
internal sealed class NeedleSet
{
    /// <summary>Bytes of the longest needle.</summary>
    public const int Longest = 64;

    private const int WindowSize = 4096;

    private readonly SearchValues<string> _values;
    private readonly int _overlap;
    private readonly char[] _window = new char[WindowSize];

    /// <param name="needles">In Latin-1, 1 to 64 characters each.</param>
    public NeedleSet(IReadOnlyCollection<string> needles, StringComparison comparison)
    {
        _values = SearchValues.Create([.. needles], comparison);
        _overlap = needles.Max(static needle => needle.Length) - 1;
    }

    /// <summary>The needles' places in a text. The window is shared: one reader at a time.</summary>
    public Reader In(ReadOnlySpan<byte> text) => new(this, text);

    /// <summary>Walks from hit to hit.</summary>
    internal ref struct Reader(NeedleSet set, ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _start;
        private int _end;
        private int _limit;

        /// <summary>The first place at or after <paramref name="from"/> where a needle begins; -1 for none. Ask for ever later places.</summary>
        public int Next(int from)
        {
            while (from < _text.Length)
            {
                if (from >= _limit)
                    Load(from);
                var at = set._window.AsSpan(from - _start, _end - from).IndexOfAny(set._values);
                if (at >= 0 && from + at < _limit)
                    return from + at;
                from = _limit;
            }

            return -1;
        }

        // A needle may be cut at the window's end: what begins after the limit is looked at in the next one.
        private void Load(int from)
        {
            var length = Math.Min(WindowSize, _text.Length - from);
            _ = Encoding.Latin1.GetChars(_text.Slice(from, length), set._window);
            (_start, _end) = (from, from + length);
            _limit = _end == _text.Length ? _end : _end - set._overlap;
        }
    }
}
