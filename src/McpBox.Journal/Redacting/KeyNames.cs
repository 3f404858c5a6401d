using System.Collections.Frozen;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>
/// Names of keys whose values are secret. A name is taken apart into words at separators and at humps (<c>apiKey</c>, <c>API-Key</c>, <c>api_key</c>
/// are one name); the whole name counts, and its last words.
/// </summary>
internal sealed class KeyNames
{
    /// <summary>Bytes of a name that are looked at, from its end.</summary>
    public const int Longest = 96;

    // Also as the last words of a longer name: github_token, dbPassword, x-api-key.
    private static readonly string[] Endings =
    [
        "password", "passwd", "passphrase", "secret", "token", "api_key", "access_key", "private_key", "credential", "credentials",
    ];

    private static readonly string[] Names = ["authorization", "proxy_authorization", "cookie", "cookies", "set_cookie"];

    // What ends in a secret's word and is none: MCP's and LSP's handles, pages, and the words of language models.
    private static readonly FrozenSet<string> Harmless = Forms(
    [
        "progress_token", "page_token", "next_token", "continuation_token", "continue_token", "pagination_token", "cursor_token", "sync_token",
        "result_token", "done_token", "bos_token", "eos_token", "pad_token", "unk_token", "cls_token", "sep_token", "mask_token", "stop_token",
        "start_token", "end_token", "max_token", "min_token", "per_token", "next_page_token", "partial_result_token", "work_done_token",
    ]);

    private readonly FrozenSet<string> _endings = Forms([.. Endings, "pwd"]);
    private readonly FrozenSet<string> _names;

    /// <param name="more">The user's names; they count as whole names only.</param>
    public KeyNames(IEnumerable<string> more)
    {
        string[] own = [.. more];
        _names = Forms([.. Endings, .. Names, .. own.Select(Normal)]);
        string[] needles = [.. Endings.Concat(Names).Append("pwd").Concat(own.Select(Normal)).SelectMany(NeedlesOf).Distinct(StringComparer.Ordinal)];
        // One that another stands in is found with that one: the whole word around a hit is looked at.
        Needles = [.. needles.Where(needle => needle.Contains(' ', StringComparison.Ordinal) || !needles.Any(other => other != needle && needle.Contains(other, StringComparison.Ordinal)))];
    }

    /// <summary>Lower-case texts of which one stands in every way to write any of the names without escapes.</summary>
    public IReadOnlyList<string> Needles { get; }

    /// <summary>Whether a value under this name is secret.</summary>
    /// <param name="name">Unescaped.</param>
    public bool IsSecret(ReadOnlySpan<byte> name)
    {
        var whole = name.Length <= Longest;
        name = whole ? name : name[^Longest..];
        Span<char> words = stackalloc char[2 * Longest];
        return IsSecret(words[..Write(name, words, humps: false)], whole) || IsSecret(words[..Write(name, words, humps: true)], whole);
    }

    private bool IsSecret(ReadOnlySpan<char> words, bool whole)
    {
        var last = words.LastIndexOf('_');
        var two = last < 0 ? -1 : words[..last].LastIndexOf('_');
        var harmless = Harmless.GetAlternateLookup<ReadOnlySpan<char>>();
        if (harmless.Contains(words) || (last >= 0 && harmless.Contains(words[(two + 1)..])))
            return false;
        var endings = _endings.GetAlternateLookup<ReadOnlySpan<char>>();
        return (whole && _names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(words))
            || (last >= 0 && (endings.Contains(words[(last + 1)..]) || (two >= 0 && endings.Contains(words[(two + 1)..]))));
    }

    // Lower case, one _ for each separator, none at the ends.
    private static int Write(ReadOnlySpan<byte> name, Span<char> words, bool humps)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var c = (char)name[i];
            if (!char.IsAsciiLetterOrDigit(c) && c < 0x80)
                length = Separate(words, length);
            else
            {
                if (humps && i > 0 && IsHump(name, i))
                    length = Separate(words, length);
                words[length++] = char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
            }
        }

        return length > 0 && words[length - 1] == '_' ? length - 1 : length;
    }

    private static bool IsHump(ReadOnlySpan<byte> name, int at) =>
        char.IsAsciiLetterUpper((char)name[at])
        && (!char.IsAsciiLetterUpper((char)name[at - 1]) || (at + 1 < name.Length && char.IsAsciiLetterLower((char)name[at + 1])));

    private static int Separate(Span<char> words, int length)
    {
        if (length == 0 || words[length - 1] == '_')
            return length;
        words[length] = '_';
        return length + 1;
    }

    private static string Normal(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Span<char> words = stackalloc char[2 * Longest];
        return words[..Write(bytes.AsSpan(0, Math.Min(bytes.Length, Longest)), words, humps: true)].ToString();
    }

    // With its separators, and without.
    private static FrozenSet<string> Forms(IEnumerable<string> names) =>
        names.SelectMany(static name => new[] { name, name.Replace("_", "", StringComparison.Ordinal) }).ToFrozenSet(StringComparer.Ordinal);

    // Its last two words, joined in each of the ways.
    private static IEnumerable<string> NeedlesOf(string name)
    {
        var last = name.LastIndexOf('_');
        if (last < 0)
            return [name];
        var tail = name[(name[..last].LastIndexOf('_') + 1)..];
        return [tail, tail.Replace('_', '-'), tail.Replace('_', '.'), tail.Replace('_', ' '), tail.Replace("_", "", StringComparison.Ordinal)];
    }
}
