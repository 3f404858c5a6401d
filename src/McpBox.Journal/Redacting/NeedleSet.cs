using System.Runtime.InteropServices;

namespace McpBox.Journal.Redacting;

/// <summary>A text that is looked for.</summary>
/// <param name="Bytes">At least <see cref="NeedleSet.Shortest"/>; in lower case when case is ignored.</param>
/// <param name="IgnoresCase">Of ASCII letters.</param>
internal readonly record struct Needle(byte[] Bytes, bool IgnoresCase);

/// <summary>
/// Texts that are looked for all at once, at some gigabytes a second in a text that holds none. Of each needle the three bytes that are rarest
/// elsewhere are chosen; the text is looked at in pairs of bytes, of which one must be two of the three, wherever the needle stands. A bit for each
/// possible pair tells the few that matter. .NET's SearchValues of strings is slower by far with so many needles, and wants chars.
/// </summary>
internal sealed class NeedleSet
{
    public const int Shortest = 3;

    // From the most frequent letter of English on; the frequency of a pair is not far from the product of its letters'.
    private const string ByFrequency = "etaoinsrhldcumfpgwybvkxjqz";

    private readonly Needle[] _needles;
    private readonly uint[] _isOfInterest = new uint[(1 << 16) / 32];
    private readonly uint[] _isWindow = new uint[(1 << 15) / 32];
    private readonly Dictionary<ushort, List<Place>> _places = [];

    public NeedleSet(IReadOnlyList<Needle> needles)
    {
        _needles = [.. needles];
        for (var i = 0; i < _needles.Length; i++)
        {
            var at = Rarest(_needles[i].Bytes);
            Register(i, at);
            Register(i, at + 1);
            var window = Window(_needles[i].Bytes.AsSpan(at));
            _isWindow[window >> 5] |= 1U << (window & 31);
        }
    }

    /// <summary>The needles' places in a text.</summary>
    public Reader In(ReadOnlySpan<byte> text) => new(this, text);

    private void Register(int needle, int offset)
    {
        var (bytes, ignoresCase) = _needles[needle];
        foreach (var first in Cases(bytes[offset], ignoresCase))
        {
            foreach (var second in Cases(bytes[offset + 1], ignoresCase))
            {
                var pair = (ushort)(first | (second << 8));
                _isOfInterest[pair >> 5] |= 1U << (pair & 31);
                if (!_places.TryGetValue(pair, out var places))
                    _places[pair] = places = [];
                places.Add(new Place(needle, offset));
            }
        }
    }

    private bool IsOfInterest(ushort pair) => (_isOfInterest[pair >> 5] >> (pair & 31) & 1) != 0;

    // Of the pairs that matter most are chance: all three bytes tell, each by the five bits in which a letter's cases are equal.
    private bool IsInWindow(ReadOnlySpan<byte> text, int at) =>
        (at + Shortest <= text.Length && IsWindow(text[at..])) || (at > 0 && IsWindow(text[(at - 1)..]));

    private bool IsWindow(ReadOnlySpan<byte> text) => text.Length >= Shortest && Window(text) is var window && (_isWindow[window >> 5] >> (window & 31) & 1) != 0;

    private static int Window(ReadOnlySpan<byte> text) => (text[0] & 31) | ((text[1] & 31) << 5) | ((text[2] & 31) << 10);

    private static byte[] Cases(byte c, bool both) => both && char.IsAsciiLetterLower((char)c) ? [c, (byte)(c - 0x20)] : [c];

    private static int Rarest(ReadOnlySpan<byte> needle)
    {
        var (best, at) = (-1, 0);
        for (var i = 0; i + Shortest <= needle.Length; i++)
        {
            var rarity = Rarity(needle[i]) + (2 * Rarity(needle[i + 1])) + Rarity(needle[i + 2]);
            if (rarity > best)
                (best, at) = (rarity, i);
        }

        return at;
    }

    private static int Rarity(byte c) => char.IsAsciiLetterLower((char)c) ? ByFrequency.IndexOf((char)c, StringComparison.Ordinal) : c == (byte)' ' ? 0 : 18;

    /// <param name="Needle">Its number.</param>
    /// <param name="Offset">Of the pair in it.</param>
    private readonly record struct Place(int Needle, int Offset);

    /// <summary>Walks from hit to hit, roughly in the text's order.</summary>
    internal ref struct Reader(NeedleSet set, ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private readonly ReadOnlySpan<ushort> _pairs = MemoryMarshal.Cast<byte, ushort>(text);
        private List<Place>? _places;
        private int _pair = -1;
        private int _place;

        /// <summary>The next needle, by its number, and where it begins; false at the end.</summary>
        public bool Next(out int needle, out int start)
        {
            while (true)
            {
                for (; _places is not null && _place < _places.Count; _place++)
                {
                    (needle, start) = (_places[_place].Needle, (2 * _pair) - _places[_place].Offset);
                    if (start >= 0 && Stands(set._needles[needle], _text[start..]))
                    {
                        _place++;
                        return true;
                    }
                }

                if (!NextPair())
                {
                    (needle, start) = (-1, -1);
                    return false;
                }
            }
        }

        private static bool Stands(in Needle needle, ReadOnlySpan<byte> text) =>
            text.Length >= needle.Bytes.Length
            && (needle.IgnoresCase ? System.Text.Ascii.EqualsIgnoreCase(text[..needle.Bytes.Length], needle.Bytes) : text.StartsWith(needle.Bytes));

        private bool NextPair()
        {
            var pairs = _pairs;
            var bits = set._isOfInterest;
            var at = _pair + 1;
            for (; at + 4 <= pairs.Length; at += 4)
            {
                var (a, b, c, d) = (pairs[at], pairs[at + 1], pairs[at + 2], pairs[at + 3]);
                if ((((bits[a >> 5] >> a) | (bits[b >> 5] >> b) | (bits[c >> 5] >> c) | (bits[d >> 5] >> d)) & 1) == 0)
                    continue;
                for (var i = at; i < at + 4; i++)
                {
                    if (IsHit(i))
                        return Found(i);
                }
            }

            while (at < pairs.Length && !IsHit(at))
                at++;
            return Found(at);
        }

        private readonly bool IsHit(int pair) => set.IsOfInterest(_pairs[pair]) && set.IsInWindow(_text, 2 * pair);

        private bool Found(int pair)
        {
            _pair = pair;
            (_places, _place) = (null, 0);
            return pair < _pairs.Length && set._places.TryGetValue(_pairs[pair], out _places);
        }
    }
}
