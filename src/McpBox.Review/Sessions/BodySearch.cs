using System.Text;
using McpBox.Journal;

namespace McpBox.Review.Sessions;

/// <summary>Finds a text in a record's body as it was on the wire, without regard to case; piece by piece, because a body may be a hundred megabytes long.</summary>
internal sealed class BodySearch(string text)
{
    private const int Piece = 32 * 1024;

    private readonly char[] _piece = new char[Piece + text.Length];

    public bool Matches(ReadOnlySpan<byte> line) => JournalRecord.TryParse(line, out var record) && IsIn(record.BodyBytes());

    private bool IsIn(ReadOnlySpan<byte> body)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var kept = 0;
        while (!body.IsEmpty)
        {
            decoder.Convert(body, _piece.AsSpan(kept), flush: true, out var used, out var made, out _);
            body = body[used..];
            var filled = kept + made;
            if (_piece.AsSpan(0, filled).Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;

            // What could be the beginning of a match that the next piece ends.
            kept = Math.Min(filled, text.Length - 1);
            _piece.AsSpan(filled - kept, kept).CopyTo(_piece);
        }

        return false;
    }
}
