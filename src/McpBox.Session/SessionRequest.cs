using McpBox.Egress.Rules;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Session.Records;

namespace McpBox.Session;

/// <summary>All that one session needs, decided beforehand.</summary>
public sealed record SessionRequest
{
    /// <summary>Twelve random lower-case hexadecimal digits; names the journal and what is visible on the host.</summary>
    public required string SessionId { get; init; }

    public required SandboxPlan Plan { get; init; }

    public required ISandboxEngine Engine { get; init; }

    /// <summary>Why this engine, for the manifest: <c>auto: Linux, no image</c>, <c>--engine</c>.</summary>
    public required string EngineReason { get; init; }

    /// <summary>Folder of all journals.</summary>
    public required string JournalRoot { get; init; }

    /// <summary>The index of all journals.</summary>
    public required SessionIndex Index { get; init; }

    /// <summary>What the journal does beside recording; asked when everything else allows the start.</summary>
    public Func<JournalOptions> Journal { get; init; } = static () => new JournalOptions();

    /// <summary>Where running sessions are listed.</summary>
    public required SessionRecords Records { get; init; }

    /// <summary>Told of what went wrong and does not end a session.</summary>
    public Action<string> Diagnostic { get; init; } = static _ => { };

    /// <summary>Told the journal's path once its first record is there, on the session's thread: it must not take long.</summary>
    public Action<string> Recording { get; init; } = static _ => { };

    /// <summary>Asked when the sandbox stands, before the server is let go: see <see cref="ISandboxEngine.Start"/>.</summary>
    public Func<Refusal?>? LastCheck { get; init; }

    /// <summary>The locked package that is started, for the manifest; empty for an ordinary program. Key to value.</summary>
    public IReadOnlyDictionary<string, string> Package { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the client wrote before the session could begin.</summary>
    public EarlyInput Early { get; init; } = EarlyInput.None;

    /// <summary>The hosts that the plan's listeners stand for; null where there are none.</summary>
    public Allowlist? Hosts { get; init; }

    public required RelayOptions Relay { get; init; }

    /// <summary>mcpbox's own version.</summary>
    public required string Version { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
