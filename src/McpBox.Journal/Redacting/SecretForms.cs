using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>All the ways to write all the secrets of a session, found by pieces that no encoding of ours changes: letters and digits.</summary>
internal sealed class SecretForms
{
    private const int LongestNeedle = 24;
    private const int ShortestNeedle = 3;
    private const int TwoNeedles = 16;

    private readonly ILookup<byte, Needle> _needles;

    /// <param name="secrets">At least one.</param>
    public SecretForms(IEnumerable<string> secrets)
    {
        Needle[] needles = [.. secrets.Distinct(StringComparer.Ordinal).SelectMany(SecretForm.Of).SelectMany(NeedlesOf)];
        HasPieces = needles.All(static needle => needle.Bytes.Length >= ShortestNeedle && needle.Bytes.All(static c => char.IsAsciiLetterOrDigit((char)c)));
        _needles = needles.ToLookup(static needle => needle.Bytes[0]);
        Needles = new NeedleSet([.. needles.Select(static needle => Encoding.Latin1.GetString(needle.Bytes))], StringComparison.Ordinal);
    }

    public NeedleSet Needles { get; }

    /// <summary>Whether every form has such a piece; without one, only a look at the decoded text can tell.</summary>
    public bool HasPieces { get; }

    /// <summary>Whether a form of a secret stands around a needle's place; the longest one.</summary>
    public SecretForm? Find(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        SecretForm? found = null;
        foreach (var needle in _needles[text[at]])
        {
            if (text[at..].StartsWith(needle.Bytes) && needle.Form.TryMatch(text, at, needle.Offset, out var from, out var to) && to - from > end - start)
                (found, start, end) = (needle.Form, from, to);
        }

        return found;
    }

    private static IEnumerable<Needle> NeedlesOf(SecretForm form)
    {
        // A line break inside of base64 leaves one half whole.
        if (form.IsBase64 && form.Bytes.Length >= TwoNeedles)
        {
            var half = form.Bytes.Length / 2;
            return [NeedleIn(form, 0, half), NeedleIn(form, half, form.Bytes.Length)];
        }

        return [NeedleIn(form, 0, form.Bytes.Length)];
    }

    private static Needle NeedleIn(SecretForm form, int from, int to)
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
        return new Needle(form.Bytes.AsSpan(best, length).ToArray(), form, best);
    }

    private sealed record Needle(byte[] Bytes, SecretForm Form, int Offset);
}
