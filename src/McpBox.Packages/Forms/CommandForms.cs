using System.Collections.Immutable;

namespace McpBox.Packages.Forms;

/// <summary>
/// Takes command lines of clients' configs apart, so that <c>mcpbox run --</c> in front of one is enough. What such a line asks for and a
/// sandbox cannot give is refused by its name; what only concerns the tool itself is dropped.
/// </summary>
public static class CommandForms
{
    private static readonly ImmutableArray<string> Endings = [".cmd", ".exe", ".bat", ".ps1"];

    private static readonly ImmutableArray<string> DenoValues = ["-c", "--config", "--import-map", "--lock", "--cert", "--seed", "--location", "--ext", "-L", "--log-level"];

    /// <param name="words">The program and its arguments.</param>
    /// <exception cref="PackageException">The line is of a known form, and part of it is refused.</exception>
    public static CommandForm Read(ImmutableArray<string> words)
    {
        if (words is not [var program, .. var rest] || ToolOf(program) is not { } tool)
            return new PlainForm(words);
        if (tool == "cmd" && OfShell(rest) is { } inner)
            return Read(inner);
        if (tool == "node" && rest is [var script, .. var after] && script.EndsWith("/npm/bin/npx-cli.js", StringComparison.Ordinal))
            return Read(["npx", .. after]);
        if (tool == "deno")
            RefuseFetched(rest);
        CommandForm? form = NodeForms.Read(tool, rest) ?? PythonForms.Read(tool, rest) ?? DotnetForms.Read(tool, rest);
        return form ?? ContainerForms.Read(tool, rest) ?? (CommandForm)new PlainForm(words);
    }

    /// <summary>The program's bare name; null for a path relative to a folder, which means that very file.</summary>
    private static string? ToolOf(string program)
    {
        var slash = program.LastIndexOfAny(['/', '\\']);
        if (slash >= 0 && program[0] != '/' && program is not [_, ':', ..])
            return null;
        var name = program[(slash + 1)..].ToLowerInvariant();
        return Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is { } end ? name[..^end.Length] : name;
    }

    // Windows configs start npx.cmd through "cmd /c".
    private static ImmutableArray<string>? OfShell(ImmutableArray<string> words)
    {
        var switches = words.TakeWhile(word => word is ['/', _]).Count();
        return switches > 0 && words[switches - 1] is "/c" or "/C" && switches < words.Length ? words[switches..] : null;
    }

    private static void RefuseFetched(ImmutableArray<string> words)
    {
        if (words is not ["run" or "serve", .. var rest])
            return;
        for (var i = 0; i < rest.Length; i++)
        {
            if (DenoValues.Contains(rest[i]))
                i++;
            else if (!rest[i].StartsWith('-'))
            {
                RefuseFetched(rest[i]);
                return;
            }
        }
    }

    private static void RefuseFetched(string script)
    {
        if (script.StartsWith("npm:", StringComparison.Ordinal))
        {
            throw new PackageException(
                "MB6015", $"deno fetches {script} when it starts, and a sandbox has no network", $"let Node.js run the package: mcpbox run {script}");
        }

        if (script.StartsWith("jsr:", StringComparison.Ordinal) || script.Contains("://", StringComparison.Ordinal))
        {
            throw new PackageException(
                "MB6015", $"deno fetches {script} when it starts, and a sandbox has no network",
                "compile it before (deno compile), and name the program: mcpbox run -- /path/to/program");
        }
    }
}
