namespace McpBox.Journal.Replaying;

/// <summary>
/// Compares what came back in two sessions in which the same was sent: answers by their requests, messages of the server's by method and order.
/// Stray lines and stderr are not compared.
/// </summary>
public sealed class SessionComparison
{
    private readonly Transcript _recorded;
    private readonly Transcript _replayed;
    private readonly Normaliser _before;
    private readonly Normaliser _after;
    private readonly Normaliser _exact;

    public SessionComparison(Transcript recorded, Transcript replayed, ReplayRules rules)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(replayed);
        (_recorded, _replayed) = (recorded, replayed);
        (_before, _after) = (new Normaliser(rules, recorded.Start), new Normaliser(rules, replayed.Start));
        _exact = new Normaliser(ReplayRules.None, recorded.Start);
    }

    /// <summary>Everything that was compared, answers first; one after the other, so that a caller need not hold them.</summary>
    public IEnumerable<ComparedMessage> Messages() => Answers().Concat(Own()).Concat(Exits());

    private IEnumerable<ComparedMessage> Answers()
    {
        var again = _replayed.Exchanges.ToDictionary(static exchange => exchange.Key);
        foreach (var was in _recorded.Exchanges)
        {
            _ = again.Remove(was.Key, out var now);
            yield return Answer(was, now);
        }

        foreach (var more in again.Values)
            yield return Answer(null, more);
    }

    private ComparedMessage Answer(Exchange? was, Exchange? now)
    {
        var request = was ?? now!;
        var chance = request.IsCancelled && (was?.Answer is null || now?.Answer is null);
        return Compare(ReplayedKind.Answer, was?.Answer, now?.Answer, chance) with
        {
            Method = request.Method,
            Tool = request.Tool,
            Id = request.Id,
            RecordedSequence = was is null ? -1 : was.Answer is null ? was.Sequence : was.AnswerSequence,
            ReplayedSequence = now is null ? -1 : now.Answer is null ? now.Sequence : now.AnswerSequence,
            LatencyMicroseconds = now?.LatencyMicroseconds ?? -1,
        };
    }

    private IEnumerable<ComparedMessage> Own()
    {
        var was = Groups(_recorded);
        var now = Groups(_replayed);
        foreach (var kind in was.Keys.Concat(now.Keys.Where(kind => !was.ContainsKey(kind))))
        {
            var (before, after) = (was.GetValueOrDefault(kind) ?? [], now.GetValueOrDefault(kind) ?? []);
            for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
                yield return Own(kind.IsRequest, kind.Method, i, before.ElementAtOrDefault(i), after.ElementAtOrDefault(i));
        }
    }

    private ComparedMessage Own(bool isRequest, string method, int number, ServerMessage? was, ServerMessage? now) =>
        Compare(isRequest ? ReplayedKind.Request : ReplayedKind.Notification, was?.Body, now?.Body, chance: false) with
        {
            Method = method,
            Number = number + 1,
            RecordedSequence = was?.Sequence ?? -1,
            ReplayedSequence = now?.Sequence ?? -1,
        };

    private static Dictionary<(bool IsRequest, string Method), List<ServerMessage>> Groups(Transcript transcript) =>
        transcript.FromServer.GroupBy(static message => (message.IsRequest, message.Method)).ToDictionary(static group => group.Key, static group => group.ToList());

    /// <summary>How the server ended: not where the client, or somebody else, had killed the session, which a replay does not do.</summary>
    private IEnumerable<ComparedMessage> Exits()
    {
        if (SessionExit.Of(_recorded.Exit) is { } was && SessionExit.Of(_replayed.Exit) is { } now)
            yield return Compare(ReplayedKind.Exit, was, now, chance: false) with { Method = "exit" };
    }

    private ComparedMessage Compare(ReplayedKind kind, byte[]? was, byte[]? now, bool chance)
    {
        var found = new ComparedMessage(kind, ReplayOutcome.Same, was, now) { Before = _before, After = _after };
        if (chance || (was is null && now is null))
            return found;
        if (was is null || now is null)
            return found with { Outcome = was is null ? ReplayOutcome.Unexpected : ReplayOutcome.Missing };
        if (was.AsSpan().SequenceEqual(now) || (CanonicalJson.Compact(was, _exact, hideId: false) is { } plain && plain == CanonicalJson.Compact(now, _exact, hideId: false)))
            return found;
        var hideId = kind == ReplayedKind.Request;
        return CanonicalJson.Compact(was, _before, hideId) is { } before && before == CanonicalJson.Compact(now, _after, hideId)
            ? found with { ByRules = true }
            : found with { Outcome = ReplayOutcome.Differs };
    }
}
