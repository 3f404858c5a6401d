using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>
/// Finds what is secret in one text as it stands, without decoding; and tells quickly of an encoded one whether decoding could bring anything
/// to light. Keeps buffers: one thread.
/// </summary>
internal sealed class TextSearch
{
    private readonly RedactionRules _rules;
    private readonly KeyNames _names;
    private readonly NeedleSet _needles;
    private readonly SecretForms? _secrets;
    private readonly Target[][] _targets;
    private readonly PatternSearch? _patterns;

    public TextSearch(RedactionRules rules, KeyNames names)
    {
        _rules = rules;
        _names = names;
        string[] secrets = [.. rules.Secrets.Where(static secret => Encoding.UTF8.GetByteCount(secret) >= RedactionRules.ShortestSecret)];
        _secrets = secrets.Length > 0 ? new SecretForms(secrets) : null;
        _patterns = rules.Patterns.IsEmpty ? null : new PatternSearch(rules);
        Target[] targets =
        [
            new("\\u00", TargetKind.Escape, null),
            .. names.Needles.Select(static needle => new Target(needle, needle.Contains(' ', StringComparison.Ordinal) ? TargetKind.Anything : TargetKind.Name, null)),
            .. rules.Paths.Select(static path => path.NameInEveryMatch()).OfType<string>().Select(static name => new Target(name, TargetKind.Anything, null)),
            .. rules.KnownTokens ? KnownTokens.All().Select(static format => new Target(format.Needle, TargetKind.Token, format)) : [],
        ];
        _needles = new NeedleSet([.. targets.Select(static target => target.Needle)], StringComparison.OrdinalIgnoreCase);
        _targets = [.. Enumerable.Range(0, 256).Select(c => targets.Where(target => Lower((byte)target.Needle[0]) == c).ToArray())];
        AlwaysDecode = _patterns is not null || _secrets is { HasPieces: false };
        AlwaysParse = AlwaysDecode || rules.Paths.Any(static path => path.NameInEveryMatch() is null);
    }

    private enum TargetKind
    {
        /// <summary>An escape of a character that could be part of a name or token.</summary>
        Escape,
        Name,
        Token,

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
        if (_secrets is not null && _secrets.Needles.In(text).Next(0) >= 0)
            return true;
        var hits = _needles.In(text);
        for (var at = hits.Next(0); at >= 0; at = hits.Next(at + 1))
        {
            foreach (var target in _targets[Lower(text[at])])
            {
                if (target.Stands(text, at) && IsCandidate(target, text, at))
                    return true;
            }
        }

        return HidesLetters(text);
    }

    /// <summary>Adds what is secret in a text, in no order.</summary>
    public void Find(ReadOnlySpan<byte> text, List<Run> found)
    {
        _patterns?.Find(text, found);
        if (_secrets is not null)
            FindSecrets(text, found);
        var hits = _needles.In(text);
        var end = 0;
        for (var at = hits.Next(0); at >= 0; at = hits.Next(Math.Max(at + 1, end)))
        {
            foreach (var target in _targets[Lower(text[at])])
            {
                if (target.Stands(text, at) && TryFind(target, text, at, out var run))
                {
                    found.Add(run);
                    end = run.End;
                    break;
                }
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
        if (target.Kind == TargetKind.Token)
        {
            if (!target.Format!.TryMatch(text, at, escaped: false, out var start, out var end))
                return false;
            run = RunOf(text, start, end, target.Format.Rule);
            return true;
        }

        if (target.Kind == TargetKind.Name && KeyedValue.IsSecretName(text, at, escaped: false, _names, out var after) && KeyedValue.TryFind(text, after, out var from, out var to))
        {
            run = RunOf(text, from, to, Rules.Key);
            return true;
        }

        return false;
    }

    private void FindSecrets(ReadOnlySpan<byte> text, List<Run> found)
    {
        var hits = _secrets!.Needles.In(text);
        var end = 0;
        for (var at = hits.Next(0); at >= 0; at = hits.Next(Math.Max(at + 1, end)))
        {
            if (_secrets.Find(text, at, out var start, out var stop) is { } form)
            {
                found.Add(new Run(start, stop - start, Rules.Secret, Marker.Hash(_rules.HashKey.Span, form.Secret)));
                end = stop;
            }
        }
    }

    // %41: percent-encoding of what needs none. Standard encoders leave letters and digits, which are found as they are.
    private static bool HidesLetters(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0 && at + 2 < text.Length;)
        {
            if (text[at + 1] is >= (byte)'3' and <= (byte)'7' || (text[at + 1] == (byte)'2' && (text[at + 2] | 0x20) is 'd' or 'e'))
                return true;
            var next = text[(at + 1)..].IndexOf((byte)'%');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private Run RunOf(ReadOnlySpan<byte> text, int start, int end, string rule) =>
        new(start, end - start, rule, Marker.Hash(_rules.HashKey.Span, text[start..end]));

    private static byte Lower(byte c) => char.IsAsciiLetterUpper((char)c) ? (byte)(c | 0x20) : c;

    private sealed record Target(string Needle, TargetKind Kind, TokenFormat? Format)
    {
        private readonly byte[] _bytes = Encoding.Latin1.GetBytes(Needle);

        public bool Stands(ReadOnlySpan<byte> text, int at) =>
            text.Length - at >= _bytes.Length && Ascii.EqualsIgnoreCase(text.Slice(at, _bytes.Length), _bytes);
    }
}
