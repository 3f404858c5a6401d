namespace McpBox.Journal.Redacting;

/// <summary>All the ways to write all the secrets of a session, found by pieces that no encoding of ours changes: letters and digits.</summary>
internal sealed class SecretForms
{
    private const int LongestNeedle = 24;
    private const int ShortestNeedle = 3;
    private const int TwoNeedles = 16;

    /// <param name="secrets">Those that are long enough to be looked for.</param>
    public SecretForms(IEnumerable<string> secrets)
    {
        Pieces = [.. secrets.Distinct(StringComparer.Ordinal).SelectMany(SecretForm.Of).SelectMany(PiecesOf)];
        HasPieces = Pieces.All(static piece => piece.Bytes.Length >= ShortestNeedle && piece.Bytes.All(static c => char.IsAsciiLetterOrDigit((char)c)));
    }

    public SecretPiece[] Pieces { get; }

    /// <summary>Whether every form has a piece of letters and digits; without one, only a look at the decoded text can tell.</summary>
    public bool HasPieces { get; }

    private static IEnumerable<SecretPiece> PiecesOf(SecretForm form)
    {
        // A line break inside of base64 leaves one half whole.
        if (form.IsBase64 && form.Bytes.Length >= TwoNeedles)
        {
            var half = form.Bytes.Length / 2;
            return [PieceIn(form, 0, half), PieceIn(form, half, form.Bytes.Length)];
        }

        return [PieceIn(form, 0, form.Bytes.Length)];
    }

    private static SecretPiece PieceIn(SecretForm form, int from, int to)
    {
        var (best, length) = (from, 0);
        for (var start = from; start < to; start++)
        {
            var run = 0;
            while (run < LongestNeedle && start + run < to && char.IsAsciiLetterOrDigit((char)form.Bytes[start + run]))
                run++;
            if (run > length)
                (best, length) = (start, run);
        }

        // A secret of marks alone: its start as it stands, which is the way it is usually written.
        if (length < ShortestNeedle)
            (best, length) = (from, Math.Min(to - from, LongestNeedle));
        return new SecretPiece(form.Bytes.AsSpan(best, length).ToArray(), form, best);
    }

}

/// <summary>A piece of a secret's form.</summary>
/// <param name="Offset">Where it stands in the form.</param>
internal sealed record SecretPiece(byte[] Bytes, SecretForm Form, int Offset);
