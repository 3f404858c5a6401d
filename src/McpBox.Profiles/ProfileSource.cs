namespace McpBox.Profiles;

/// <summary>A profile as it was written.</summary>
/// <param name="Path">Absolute, or <c>builtin:NAME.toml</c>.</param>
/// <param name="Text">The file's text; empty when it could not be read.</param>
/// <param name="Description">Its own, or the one of the profile it extends.</param>
/// <param name="HasProblems">In its own file or in one that it extends.</param>
public sealed record ProfileSource(string Name, string Path, string Text, string Description, bool HasProblems);
