using System.Collections.Immutable;
using System.IO.Enumeration;

namespace McpBox.Journal.Reviewing;

/// <summary>What of a call is asked for.</summary>
[Flags]
public enum CallStatus
{
    /// <summary>Whatever it is.</summary>
    Any = 0,

    Ok = 1,
    Error = 2,
    Denied = 4,
    Unanswered = 8,
    Cancelled = 16,

    /// <summary>Its answer took <see cref="CallFilter.Slow"/> or longer.</summary>
    Slow = 32,
}

/// <summary>
/// Which sessions and calls are meant. Of each kind one has to hold, and no patterns, words or times let everything through. Names are compared
/// letter by letter; <c>*</c> stands for any text and <c>?</c> for a character.
/// </summary>
public sealed record CallFilter
{
    public static CallFilter Everything { get; } = new();

    public ImmutableArray<string> Servers { get; init; } = [];

    public ImmutableArray<string> Tools { get; init; } = [];

    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>Names of clients, of their processes, or a client's name and version with a space between.</summary>
    public ImmutableArray<string> Clients { get; init; } = [];

    /// <summary>Names of hosts that a call's server reached or asked for, in upper or lower case.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Beginnings of sessions' ids.</summary>
    public ImmutableArray<string> Sessions { get; init; } = [];

    /// <summary>The first moment, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The moment after the last.</summary>
    public DateTimeOffset? Until { get; init; }

    public CallStatus Status { get; init; }

    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the request or its answer has to hold.</summary>
    public TextSearch? Text { get; init; }

    /// <summary>It speaks of calls, so that lines which are none are not meant.</summary>
    public bool ChoosesCalls => Tools.Length > 0 || Methods.Length > 0 || Clients.Length > 0 || Hosts.Length > 0 || Status != CallStatus.Any;

    /// <summary>Of calls it says only which hosts they are about, so that connections and refusals beside all calls are meant as well.</summary>
    internal bool ChoosesHostsAlone => Hosts.Length > 0 && Tools.Length == 0 && Methods.Length == 0 && Clients.Length == 0 && Status == CallStatus.Any;

    /// <summary>It speaks of what stands inside sessions.</summary>
    public bool LooksInside => ChoosesCalls || Text is not null || Since is not null || Until is not null;

    /// <summary>It lets everything through.</summary>
    public bool IsOpen => !LooksInside && Servers.Length == 0 && Sessions.Length == 0;

    /// <summary>What a review has to look for to answer it.</summary>
    internal CallParts Parts => Clients.Length > 0 ? CallParts.Clients : CallParts.None;

    /// <summary>Whether the session may hold what is meant, by its file's name.</summary>
    public bool Takes(JournalSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (Sessions.Length == 0 || Sessions.Any(id => session.Id.StartsWith(id, StringComparison.Ordinal)))
            && (Servers.Length == 0 || Servers.Any(pattern => Fits(JournalFolder.SafeName(pattern, "*?"), session.Server)));
    }

    public bool Takes(JournalCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return (Methods.Length == 0 || Fits(Methods, call.Method))
            && (Tools.Length == 0 || (call.Tool is { } tool && Fits(Tools, tool)))
            && (Status == CallStatus.Any || HasStatus(call))
            && (call.Start is not { } start || Holds(start))
            && (Servers.Length == 0 || Fits(Servers, call.Session.Server) || Fits(Servers, JournalFolder.SafeName(call.Session.Server)))
            && (Clients.Length == 0 || HasClient(call))
            && (Hosts.Length == 0 || call.HoldsHost)
            && (Text is null || call.HoldsText);
    }

    /// <summary>Whether the moment lies between <see cref="Since"/> and <see cref="Until"/>.</summary>
    public bool Holds(DateTimeOffset moment) => !(moment < Since) && !(moment >= Until);

    /// <summary>The same for a record's <c>ts</c>; one that is no time hides nothing.</summary>
    public bool Holds(ReadOnlySpan<byte> stamp) => (Since is null && Until is null) || RecordTime.Parse(stamp) is not { } moment || Holds(moment);

    /// <summary>Whether a record is a notification that is meant by its method.</summary>
    internal bool TakesNotification(in JournalRecord record) =>
        Methods.Length > 0 && Tools.Length == 0 && Clients.Length == 0 && Hosts.Length == 0 && Status == CallStatus.Any
        && record.Kind.SequenceEqual("notification"u8) && Fits(Methods, TokenText.Of(record.Method))
        && (Text is null || Text.IsIn(record.BodyBytes()));

    /// <summary>Whether a record is a connection or a refusal that is meant by its host.</summary>
    internal bool TakesDownstream(in JournalRecord record) =>
        ChoosesHostsAlone && DownstreamEvent.TryRead(record) is { } happened && TakesHost(happened.Host)
        && (Text is null || Text.IsIn(record.BodyBytes()));

    internal bool TakesHost(string host)
    {
        foreach (var pattern in Hosts)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, host, ignoreCase: true))
                return true;
        }

        return false;
    }

    private bool HasStatus(JournalCall call) =>
        Status.HasFlag(Of(call.Outcome)) || (Status.HasFlag(CallStatus.Slow) && call.LatencyMicroseconds >= 0 && call.LatencyMicroseconds >= Slow.TotalMicroseconds);

    private bool HasClient(JournalCall call) =>
        (call.Client is { } client && (Fits(Clients, client.Name) || Fits(Clients, $"{client.Name} {client.Version}")))
        || (call.Session.ClientProcess is { } process && Fits(Clients, process));

    private static CallStatus Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Ok => CallStatus.Ok,
        CallOutcome.Error => CallStatus.Error,
        CallOutcome.Denied => CallStatus.Denied,
        CallOutcome.Unanswered => CallStatus.Unanswered,
        CallOutcome.Cancelled => CallStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static bool Fits(ImmutableArray<string> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (Fits(pattern, name))
                return true;
        }

        return false;
    }

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
