using System.Collections.Immutable;
using McpBox.Profiles.Kinds;

namespace McpBox.Profiles.Schema;

/// <summary><c>[journal]</c>. A project may have less kept and more replaced; to whom frames are sealed is not its business.</summary>
internal static class JournalKeys
{
    // From what keeps the most to what keeps the least.
    private static readonly ImmutableArray<string> Bodies = ["full", "redacted", "shape", "none"];

    public static ImmutableArray<Key<Profile>> All { get; } =
    [
        new Key<Profile, string>
        {
            Path = "journal.bodies",
            Kind = new ChoiceKind(Bodies),
            Get = p => p.Journal.Bodies,
            Set = (p, v) => p with { Journal = p.Journal with { Bodies = v } },
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => Bodies.IndexOf(wanted) < Bodies.IndexOf(current),
            Tightening = "a later one",
            Meaning = "What the journal keeps of each body: all, all but secrets, structure and key names, nothing.",
        },
        Texts(
            "journal.redact_keys", p => p.Journal.RedactKeys, (p, v) => p with { Journal = p.Journal with { RedactKeys = v } },
            "Names of keys whose values are secret, added to the usual ones and to those of the extended profile."),
        Texts(
            "journal.redact_paths", p => p.Journal.RedactPaths, (p, v) => p with { Journal = p.Journal with { RedactPaths = v } },
            "Places whose values are secret: JSONPath of names, `*`, indices and `..`. Added."),
        Texts(
            "journal.redact_patterns", p => p.Journal.RedactPatterns, (p, v) => p with { Journal = p.Journal with { RedactPatterns = v } },
            "Regular expressions of texts that are secret. Added."),
        new Key<Profile, bool>
        {
            Path = "journal.known_tokens",
            Kind = new FlagKind(),
            Get = p => p.Journal.KnownTokens,
            Set = (p, v) => p with { Journal = p.Journal with { KnownTokens = v } },
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => current && !wanted,
            Tightening = "`true`",
            Meaning = "Whether tokens of well-known formats are secret.",
        },
        new Key<Profile, string?>
        {
            Path = "journal.escrow",
            Kind = new EscrowKind(),
            Get = p => p.Journal.Escrow,
            Set = (p, v) => p with { Journal = p.Journal with { Escrow = v } },
            Meaning = "Public key to which frames are sealed as they were on the wire, by the program `age`.",
        },
        new Key<Profile, string>
        {
            Path = "journal.sync",
            Kind = new ChoiceKind(["none", "frame"]),
            Get = p => p.Journal.Sync,
            Set = (p, v) => p with { Journal = p.Journal with { Sync = v } },
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => current == "frame" && wanted != "frame",
            Tightening = "`\"frame\"`",
            Meaning = "`frame`: a frame is passed on once its record is on the disk, so that a power failure loses none. `none`: once the kernel has it.",
        },
    ];

    private static Key<Profile, ImmutableArray<string>> Texts(
        string path, Func<Profile, ImmutableArray<string>> get, Func<Profile, ImmutableArray<string>, Profile> set, string meaning) => new()
        {
            Path = path,
            Kind = new TextsKind(),
            Get = get,
            Set = (profile, texts) => set(profile, [.. get(profile).Union(texts)]),
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (_, _) => false,
            Tightening = "any",
            Meaning = meaning,
        };
}
