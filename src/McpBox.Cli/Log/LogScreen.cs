using System.Text;
using McpBox.Posix.Io;

namespace McpBox.Cli.Log;

/// <summary>Where a log command prints: data to <see cref="Out"/>, words for people to <see cref="Error"/>.</summary>
/// <param name="Colour">Whether <see cref="Out"/> is a terminal that may be painted.</param>
internal sealed record LogScreen(TextWriter Out, TextWriter Error, bool Colour)
{
    public const string Red = "31";
    public const string Green = "32";
    public const string Yellow = "33";
    public const string Dim = "2";

    private const int Piece = 16 * 1024;

    /// <summary>Asks for the window's present size; null where <see cref="Out"/> is no terminal that obeys ECMA-48.</summary>
    public Func<WindowSize>? Window { get; init; }

    /// <summary>
    /// The console's own writer is replaced by one that is UTF-8 in any locale (records are printed byte for byte) and writes in larger pieces;
    /// whoever prints flushes. Colour only on a terminal, and not where NO_COLOR is set (https://no-color.org).
    /// </summary>
    public static LogScreen For(TextWriter output, TextWriter error, Func<string, string?> variable)
    {
        if (!ReferenceEquals(output, Console.Out))
            return new LogScreen(output, error, Colour: false);
        var stdout = new StreamWriter(new LogOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 4 * Piece);
        var isTerminal = !Console.IsOutputRedirected;
        return new LogScreen(stdout, error, isTerminal && string.IsNullOrEmpty(variable("NO_COLOR")))
        {
            Window = isTerminal && variable("TERM") is not (null or "" or "dumb") ? WindowSize.OfOutput : null,
        };
    }

    /// <summary>One line, painted where that is wanted.</summary>
    public void WriteLine(string line, string? paint = null) => Out.WriteLine(Colour && paint is not null ? $"\u001b[{paint}m{line}\u001b[0m" : line);

    /// <summary>A journal's line as it is, for programs. Decoded piece by piece: a line may be a hundred megabytes long.</summary>
    public void WriteVerbatim(ReadOnlySpan<byte> line, string end = "\n")
    {
        var decoder = Encoding.UTF8.GetDecoder();
        Span<char> characters = stackalloc char[1024];
        while (!line.IsEmpty)
        {
            decoder.Convert(line[..Math.Min(line.Length, Piece)], characters, line.Length <= Piece, out var used, out var made, out _);
            Out.Write(characters[..made]);
            line = line[used..];
        }

        Out.Write(end);
    }
}
