namespace McpBox.Session.Planning;

/// <summary>How far the sensitivity of a path reaches. Upwards it always reaches: a folder shows all that it contains.</summary>
internal enum SensitiveReach
{
    /// <summary>The path itself; what lies below it may be shown (a project in a home directory).</summary>
    Itself,

    /// <summary>The path and everything below it.</summary>
    Tree,
}

/// <summary>A host path that is not shown to a server unless the mount says <c>allow_sensitive = true</c>.</summary>
/// <param name="Path">Absolute; in every spelling that matters the table has an entry of its own.</param>
/// <param name="What">For people, with its article: <c>a home directory</c>.</param>
/// <param name="WritableOnly">Sensitive only when the server could write it: what the host runs or believes.</param>
internal sealed record SensitivePath(string Path, string What, SensitiveReach Reach, bool WritableOnly = false);
