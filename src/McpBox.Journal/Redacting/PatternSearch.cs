using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace McpBox.Journal.Redacting;

/// <summary>The user's regular expressions over a text.</summary>
internal sealed class PatternSearch(RedactionRules rules)
{
    // Each match is found in a time that grows with the text's length. All of them are not, where each has a long end that may be missing.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PatienceForByte = TimeSpan.FromMicroseconds(1);

    /// <summary>Adds what the patterns match; when that takes too long, the whole text.</summary>
    public void Find(ReadOnlySpan<byte> text, List<Run> found)
    {
        // What is no UTF-8 is matched byte for byte, as Latin-1.
        var encoding = Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1;
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        ReadOnlySpan<char> chars = rented.AsSpan(0, encoding.GetChars(text, rented));
        var (since, patience) = (TimeProvider.System.GetTimestamp(), Patience + (PatienceForByte * text.Length));
        foreach (var pattern in rules.Patterns)
        {
            var (place, bytes) = (0, 0);
            foreach (var match in pattern.EnumerateMatches(chars))
            {
                if (match.Length == 0)
                    continue;
                var start = Whole(chars, match.Index, down: true);
                var end = Whole(chars, match.Index + match.Length, down: false);
                if (start < place)
                    continue;
                bytes += encoding.GetByteCount(chars[place..start]);
                var length = encoding.GetByteCount(chars[start..end]);
                found.Add(new Run(bytes, length, Rules.Pattern, Marker.Hash(rules.HashKey.Span, text.Slice(bytes, length))));
                bytes += length;
                place = end;
                if (TimeProvider.System.GetElapsedTime(since) <= patience)
                    continue;
                found.Add(new Run(0, text.Length, Rules.Pattern, Marker.Hash(rules.HashKey.Span, text)));
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
                return;
            }
        }

        ArrayPool<char>.Shared.Return(rented, clearArray: true);
    }

    // A place between the halves of a surrogate pair is no place.
    private static int Whole(ReadOnlySpan<char> text, int at, bool down) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at + (down ? -1 : 1) : at;
}
