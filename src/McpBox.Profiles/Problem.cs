namespace McpBox.Profiles;

/// <summary>Where a declaration was written: a file with a 1-based line and column (columns count Unicode scalar values).</summary>
/// <param name="Path">Absolute path of the file, or a pseudo path such as <c>builtin:strict.toml</c> or <c>(command line)</c>.</param>
/// <param name="Line">1-based; 0 when the problem concerns the file as a whole.</param>
/// <param name="Column">1-based; 0 when the problem concerns the file as a whole.</param>
public sealed record Origin(string Path, int Line, int Column)
{
    public static Origin CommandLine { get; } = new("(command line)", 0, 0);

    public override string ToString() => Line == 0 ? Path : $"{Path}:{Line}:{Column}";
}

/// <summary>One thing that is wrong with what the user declared: its place, a stable code, the cause and the next step.</summary>
/// <param name="Code">Stable, <c>MBnnnn</c>; explained in <c>docs/errors.md</c>.</param>
/// <param name="Message">What is wrong and why, one line.</param>
/// <param name="Hint">The next step, one line; lines below it are TOML to copy.</param>
public sealed record Problem(Origin Origin, string Code, string Message, string Hint)
{
    /// <summary>
    /// <c>path:line:column: MBnnnn what, why</c> and a <c>hint:</c> line below it. Paths, keys and values are other people's text, so
    /// whatever a terminal might obey is escaped here, where no caller can forget it.
    /// </summary>
    public override string ToString() =>
        PlainText.Escape($"{Origin}: {Code} {Message}") + "\n" + PlainText.EscapeLines($"hint: {Hint}");
}
