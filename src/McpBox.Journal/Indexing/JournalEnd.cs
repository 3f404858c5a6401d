namespace McpBox.Journal.Indexing;

/// <summary>How a session's journal ended, as the index has it.</summary>
/// <param name="Records">Whole records in the file.</param>
/// <param name="Root">Hash of the last of them, 64 lower-case hexadecimal digits.</param>
/// <param name="How"><see cref="Sealed"/>, <see cref="Killed"/> or <see cref="Damaged"/>.</param>
public sealed record JournalEnd(long Records, string Root, string How)
{
    /// <summary>In order, with its seal.</summary>
    public const string Sealed = "sealed";

    /// <summary>Without a seal; found so by a later mcpbox, and entered by it.</summary>
    public const string Killed = "killed";

    /// <summary>Found by a later mcpbox with a link that does not hold.</summary>
    public const string Damaged = "damaged";
}
