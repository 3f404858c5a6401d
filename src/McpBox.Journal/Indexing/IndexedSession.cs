namespace McpBox.Journal.Indexing;

/// <summary>What the index says of one session.</summary>
/// <param name="File">The journal, relative to the folder of all.</param>
/// <param name="Key">Public half of the key of its first interval.</param>
/// <param name="Root">Hash of its first record, 64 lower-case hexadecimal digits.</param>
public sealed record IndexedSession(string Session, string File, string Key, string Root)
{
    /// <summary>Null while the session lives, or was killed and nobody has looked since.</summary>
    public JournalEnd? End { get; init; }

    /// <summary>Why it was removed on purpose; null when it was not.</summary>
    public string? Pruned { get; init; }
}

/// <summary>The answer of <see cref="IndexVerifier"/>.</summary>
/// <param name="Lines">How many lines there are.</param>
/// <param name="Anchor">Public half of the key that signed the first line; null without one.</param>
/// <param name="Sessions">By id.</param>
/// <param name="Problems">What is wrong, a line each; never a text of the index itself.</param>
public sealed record IndexVerification(long Lines, string? Anchor, IReadOnlyDictionary<string, IndexedSession> Sessions, IReadOnlyList<string> Problems);
