using McpBox.Egress.Rules;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Why;

/// <summary>A host that a session was refused for one reason, however often.</summary>
/// <param name="First">The first record of it.</param>
/// <param name="Entry">The host as it would stand in a list; null for what is no host's name.</param>
internal sealed record Refusal(DownstreamEvent First, AllowedHost? Entry)
{
    public long Count { get; set; } = 1;
}

/// <summary>A session's refusals, each different one once, in the order in which they came. Bounded: a hostile server can invent any number of names.</summary>
internal sealed class RefusalList
{
    public const int Most = 1000;

    // Stands for a port that is not known; a list has no entry without.
    private const int GuessedPort = 443;

    private readonly Dictionary<(string Host, int Port, string? Code), Refusal> _known = [];
    private readonly List<Refusal> _refusals = [];

    private RefusalList(SessionFacts facts) => Facts = facts;

    public SessionFacts Facts { get; }

    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>Refusals of what is not in the list because it is full.</summary>
    public long More { get; private set; }

    /// <summary>Refusals, the same ones too.</summary>
    public long Count { get; private set; }

    public long Connections { get; private set; }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RefusalList Read(string path)
    {
        var list = new RefusalList(SessionFacts.Read(path));
        using var reader = JournalReader.Open(path);
        while (reader.TryReadLine(out var line))
        {
            if (JournalRecord.TryParse(line, out var record) && DownstreamEvent.TryRead(record) is { } happened)
                list.Add(happened);
        }

        return list;
    }

    private void Add(DownstreamEvent happened)
    {
        Connections += happened.Kind == DownstreamKind.Connect ? 1 : 0;
        if (happened.Kind != DownstreamKind.Refuse)
            return;
        Count++;
        var entry = EntryOf(happened);
        var key = (entry?.Name ?? happened.Host, happened.Port, happened.Code);
        if (_known.TryGetValue(key, out var refusal))
        {
            refusal.Count++;
        }
        else if (_refusals.Count < Most)
        {
            _known[key] = refusal = new Refusal(happened, entry);
            _refusals.Add(refusal);
        }
        else
        {
            More++;
        }
    }

    // A server may well ask for "*.com": what is meant is a name, never a pattern.
    private static AllowedHost? EntryOf(DownstreamEvent refusal) =>
        AllowedHost.TryParse($"{refusal.Host}:{(refusal.Port > 0 ? refusal.Port : GuessedPort)}", out var entry, out _) && !entry.AnyBelow ? entry : null;
}
