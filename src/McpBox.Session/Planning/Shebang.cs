using System.Text;

namespace McpBox.Session.Planning;

/// <summary>What the head of a program file says about how it is started.</summary>
internal abstract record ProgramHead
{
    /// <summary>Machine code, or a file that may be executed but not read.</summary>
    public sealed record Binary : ProgramHead;

    /// <summary>A script.</summary>
    /// <param name="Interpreter">A path, or a bare name after <c>/usr/bin/env</c>.</param>
    public sealed record Script(string Interpreter, IReadOnlyList<string> Arguments) : ProgramHead;

    /// <summary>Nothing that is started here.</summary>
    public sealed record Unknown(string Why) : ProgramHead;
}

/// <summary>Reads <c>#!</c> lines, see execve(2) and env(1).</summary>
internal static class Shebang
{
    // Linux cuts the line at 255 bytes (BINPRM_BUF_SIZE); the second line of pip's long form may be longer.
    private const int HeadSize = 4096;
    private const int LineLimit = 255;

    public static ProgramHead Read(string path)
    {
        var buffer = new byte[HeadSize];
        int length;
        try
        {
            using var file = File.OpenHandle(path);
            length = RandomAccess.Read(file, buffer, 0);
        }
        catch (UnauthorizedAccessException)
        {
            // Mode 0711: the kernel can start machine code that we may not read, and an interpreter could not read a script either.
            return new ProgramHead.Binary();
        }

        var head = buffer.AsSpan(0, length);
        if (head.StartsWith("\u007fELF"u8))
            return new ProgramHead.Binary();
        return head.StartsWith("#!"u8)
            ? Parse(Encoding.UTF8.GetString(head))
            : new ProgramHead.Unknown("it is neither an ELF program nor a script with a #! line");
    }

    /// <summary>Parses a script's first lines.</summary>
    /// <param name="head">The beginning of the file, from <c>#!</c> on.</param>
    internal static ProgramHead Parse(string head)
    {
        var lines = head.Split('\n', 3);
        var line = lines[0][2..].Trim(' ', '\t');
        if (line.EndsWith('\r'))
            return new ProgramHead.Unknown("its #! line ends in CR LF, so that the interpreter's name would end in CR");
        if (lines[0].Length > LineLimit)
            return new ProgramHead.Unknown("its #! line is longer than the kernel reads");
        var (interpreter, rest) = Cut(line);
        if (interpreter.Length == 0)
            return new ProgramHead.Unknown("its #! line names no interpreter");
        if (interpreter is "/bin/sh" && lines.Length > 1 && PipsLongForm(lines[1]) is { } real)
            return new ProgramHead.Script(real, []);
        return Path.GetFileName(interpreter) == "env" ? ThroughEnv(rest) : new ProgramHead.Script(interpreter, rest.Length == 0 ? [] : [rest]);
    }

    // The kernel hands everything after "env" on as one argument; -S splits it.
    private static ProgramHead ThroughEnv(string rest)
    {
        var split = rest.StartsWith("-S", StringComparison.Ordinal);
        var words = (split ? rest[2..] : rest).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0][0] == '-' || words[0].Contains('=', StringComparison.Ordinal)
            || rest.AsSpan().IndexOfAny("\"'\\$#") >= 0)
            return new ProgramHead.Unknown("its #! line uses more of env than a program and its arguments");
        if (!split && words.Length > 1)
            return new ProgramHead.Unknown($"its #! line makes env look for a program called \"{rest}\"; env -S would split it");
        return new ProgramHead.Script(words[0], words[1..]);
    }

    // pip and uv write this where the interpreter's path is too long for the kernel, or has spaces: '''exec' "/path/python" "$0" "$@"
    private static string? PipsLongForm(string line)
    {
        const string start = "'''exec' ";
        if (!line.StartsWith(start, StringComparison.Ordinal))
            return null;
        var tail = line[start.Length..];
        return tail.StartsWith('"') ? tail.Split('"')[1] : Cut(tail).First;
    }

    private static (string First, string Tail) Cut(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (line, "") : (line[..end], line[end..].Trim(' ', '\t'));
    }
}
