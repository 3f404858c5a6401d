namespace McpBox.Profiles;

/// <summary><c>[retention]</c> of the config: how long journals are kept.</summary>
public sealed record RetentionSection
{
    /// <summary>From a journal's last record; none is removed before, unless that is forced.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Bytes that all journals together may take; <see cref="long.MaxValue"/> for no limit.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>How old a closed journal's last record is when it is compressed.</summary>
    public TimeSpan CompressAfter { get; init; } = TimeSpan.FromDays(1);
}
