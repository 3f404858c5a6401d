namespace McpBox.Session.Planning;

/// <summary>How the command is started inside.</summary>
/// <param name="Prefix">The beginning of the argument vector: the program, or an interpreter with its arguments and the script.</param>
/// <param name="Interpreter">Not null when the first argument that follows may be a script.</param>
/// <param name="Program">Canonical path of the file that is executed.</param>
/// <param name="Scripts">Canonical paths of the scripts that lead to it.</param>
/// <param name="Companion">Canonical path of another program that it starts by its bare name, or null.</param>
internal sealed record Launch(
    IReadOnlyList<string> Prefix, Interpreter? Interpreter, string Program, IReadOnlyList<string> Scripts, string? Companion = null);
