using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>
/// Finds what is secret in one text as it stands, without decoding; and tells quickly of an encoded one whether decoding could bring anything
/// to light. One thread.
/// </summary>
internal sealed class TextSearch
{
    private readonly RedactionRules _rules;
    private readonly KeyNames _names;
    private readonly NeedleSet _needles;
    private readonly Target[] _targets;
    private readonly PatternSearch? _patterns;

    public TextSearch(RedactionRules rules, KeyNames names)
    {
        _rules = rules;
        _names = names;
        var secrets = new SecretForms(rules.Secrets.Where(static secret => Encoding.UTF8.GetByteCount(secret) >= RedactionRules.ShortestSecret));
        _patterns = rules.Patterns.IsEmpty ? null : new PatternSearch(rules);
        string[] words = [.. names.Needles, .. rules.Paths.Select(static path => path.NameInEveryMatch()).OfType<string>().Select(static name => name.ToLowerInvariant())];
        _targets =
        [
            new(new Needle("\\u00"u8.ToArray(), IgnoresCase: false), TargetKind.Escape),
            .. words.Where(static word => word.Length >= NeedleSet.Shortest).Select((word, i) => new Target(
                new Needle(Encoding.Latin1.GetBytes(word), IgnoresCase: true), i < names.Needles.Count && !word.Contains(' ', StringComparison.Ordinal) ? TargetKind.Name : TargetKind.Anything)),
            .. rules.KnownTokens ? KnownTokens.All().Select(static format => new Target(format.Needle, TargetKind.Token, format)) : [],
            .. secrets.Pieces.Select(static piece => new Target(new Needle(piece.Bytes, IgnoresCase: false), TargetKind.Secret, Piece: piece)),
        ];
        _needles = new NeedleSet([.. _targets.Select(static target => target.Needle)]);
        AlwaysDecode = _patterns is not null || !secrets.HasPieces;
        AlwaysParse = AlwaysDecode || words.Any(static word => word.Length < NeedleSet.Shortest) || rules.Paths.Any(static path => path.NameInEveryMatch() is null);
    }

    private enum TargetKind
    {
        /// <summary>An escape of a character that could be part of a name or token.</summary>
        Escape,
        Name,
        Token,
        Secret,

        /// <summary>Only the parser can tell.</summary>
        Anything,
    }

    /// <summary>Whether <see cref="MayHoldSecret"/> cannot tell for texts.</summary>
    public bool AlwaysDecode { get; }

    /// <summary>Whether <see cref="MayHoldSecret"/> cannot tell for whole frames.</summary>
    public bool AlwaysParse { get; }

    /// <summary>False when the text, decoded in whatever way, holds nothing of interest. Allocates nothing.</summary>
    public bool MayHoldSecret(ReadOnlySpan<byte> text)
    {
        var hits = _needles.In(text);
        while (hits.Next(out var needle, out var start))
        {
            if (IsCandidate(_targets[needle], text, start))
                return true;
        }

        return HidesLetters(text);
    }

    /// <summary>Adds what is secret in a text, in no order.</summary>
    public void Find(ReadOnlySpan<byte> text, List<Run> found)
    {
        _patterns?.Find(text, found);
        var hits = _needles.In(text);
        var end = 0;
        while (hits.Next(out var needle, out var start))
        {
            var target = _targets[needle];
            // Nothing but a secret is looked for in what is replaced already: it could reach beyond.
            if ((start >= end || target.Kind == TargetKind.Secret) && TryFind(target, text, start, out var run))
            {
                found.Add(run);
                end = Math.Max(end, run.End);
            }
        }
    }

    private bool IsCandidate(Target target, ReadOnlySpan<byte> text, int at) => target.Kind switch
    {
        TargetKind.Escape => at + 4 < text.Length && text[at + 4] is >= (byte)'2' and <= (byte)'7',
        TargetKind.Name => KeyedValue.IsSecretName(text, at, escaped: true, _names, out _),
        TargetKind.Token => target.Format!.TryMatch(text, at, escaped: true, out _, out _),
        _ => true,
    };

    private bool TryFind(Target target, ReadOnlySpan<byte> text, int at, out Run run)
    {
        run = default;
        if (target.Kind == TargetKind.Secret && target.Piece!.Form.TryMatch(text, at, target.Piece.Offset, out var start, out var end))
            run = new Run(start, end - start, Rules.Secret, Marker.Hash(_rules.HashKey.Span, target.Piece.Form.Secret));
        else if (target.Kind == TargetKind.Token && target.Format!.TryMatch(text, at, escaped: false, out start, out end))
            run = RunOf(text, start, end, target.Format.Rule);
        else if (target.Kind == TargetKind.Name && KeyedValue.IsSecretName(text, at, escaped: false, _names, out var after) && KeyedValue.TryFind(text, after, out start, out end))
            run = RunOf(text, start, end, Rules.Key);
        return run.Length > 0;
    }

    // %41, %2541: percent-encoding of what needs none. Standard encoders leave letters and digits, which are found as they are.
    private static bool HidesLetters(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0 && at + 2 < text.Length;)
        {
            if (text[at + 1] is >= (byte)'3' and <= (byte)'7' || (text[at + 1] == (byte)'2' && (text[at + 2] | 0x20) is 'd' or 'e' or '5'))
                return true;
            var next = text[(at + 1)..].IndexOf((byte)'%');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private Run RunOf(ReadOnlySpan<byte> text, int start, int end, string rule) =>
        new(start, end - start, rule, Marker.Hash(_rules.HashKey.Span, text[start..end]));

    private sealed record Target(Needle Needle, TargetKind Kind, TokenFormat? Format = null, SecretPiece? Piece = null);
}
