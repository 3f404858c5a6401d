using McpBox.Toml;

namespace McpBox.Profiles.Schema;

/// <summary>One file while it is read: its path, and where its problems go.</summary>
/// <param name="path">As problems show it.</param>
/// <param name="home">What <c>~/</c> stands for; null when there is none.</param>
internal sealed class Document(string path, string? home, ICollection<Problem> problems)
{
    public string Path => path;

    public string? Home => home;

    public Origin At(TomlSpan span) => new(path, span.Line, span.Column);

    public void Add(TomlSpan span, string code, string message, string hint) => problems.Add(new Problem(At(span), code, message, hint));

    /// <summary>A problem of the file as a whole.</summary>
    public void Add(string code, string message, string hint) => problems.Add(new Problem(new Origin(path, 0, 0), code, message, hint));

    public void AddWrongType(TomlValue value, string key, string wanted) =>
        Add(value.Span, Codes.WrongType, $"{key} must be {wanted}, not {Article(value.TypeName)}", $"write {key} as {wanted}");

    private static string Article(string noun) => noun[0] is 'a' or 'i' or 'o' ? "an " + noun : "a " + noun;
}
