using System.Collections.Immutable;

namespace McpBox.Profiles;

/// <summary>What a name stands for, or every reason why it cannot be used.</summary>
/// <param name="Value">Null exactly when there are problems.</param>
public sealed record Resolution<T>(T? Value, ImmutableArray<Problem> Problems)
    where T : class;
