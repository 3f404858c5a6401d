namespace McpBox.Journal.Retaining;

/// <summary>How long journals are kept.</summary>
public sealed record RetentionPolicy
{
    /// <summary>From a journal's last record; none is removed before, unless that is forced.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Bytes that all journals together may take; <see cref="long.MaxValue"/> for no limit.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>A closed journal is compressed when its last record is this old.</summary>
    public TimeSpan CompressAfter { get; init; } = TimeSpan.FromDays(1);
}
