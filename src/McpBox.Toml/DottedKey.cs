namespace McpBox.Toml;

/// <summary>One part of a key, unescaped, and where it stands (with its quotes).</summary>
internal sealed record KeyPart(string Name, TomlSpan Span);

/// <summary>A key as written: one part, or several with dots between them.</summary>
internal sealed record DottedKey(IReadOnlyList<KeyPart> Parts)
{
    public KeyPart Last => Parts[^1];

    /// <summary>The first <paramref name="count"/> parts for a message.</summary>
    public string Show(int count) => Excerpt.Of(string.Join('.', Parts.Take(count).Select(part => Written(part.Name))));

    public string Show() => Show(Parts.Count);

    private static string Written(string name) => name.Length > 0 && name.All(Characters.IsBareKey) ? name : $"\"{name}\"";
}
