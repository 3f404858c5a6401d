namespace McpBox.Profiles.Schema;

/// <summary>One key with the value that some file gives it, ready to be applied to what held before.</summary>
/// <param name="Key">Its path: <c>limits.memory</c>.</param>
/// <param name="Apply">Scalars replace, lists append, tables merge.</param>
/// <param name="Loosens">Whether the value allows more than the owner's; always true for a key which a project may not name.</param>
/// <param name="Text">The value as TOML.</param>
/// <param name="Current">The owner's value of this key as TOML.</param>
internal sealed record Setting<TOwner>(
    string Key, Origin Origin, Func<TOwner, TOwner> Apply, Func<TOwner, bool> Loosens, string Text, Func<TOwner, string> Current);
