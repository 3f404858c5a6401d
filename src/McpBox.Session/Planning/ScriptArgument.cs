using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>The script on an interpreter's command line.</summary>
/// <param name="Index">Its place among the arguments after the interpreter; -1 for a module, which has no path of its own there.</param>
/// <param name="Real">Canonical path: a file, or a folder that the interpreter can start (<c>node .</c>).</param>
/// <param name="Relative">True when the working directory decides what it means.</param>
internal sealed record ScriptArgument(int Index, string Real, bool Relative)
{
    /// <summary>The first argument that is not an option, if the interpreter takes a script at all.</summary>
    /// <param name="missing">The first argument that is not an option, when it is no existing file; for a warning.</param>
    public static ScriptArgument? Find(Interpreter interpreter, IReadOnlyList<string> arguments, string currentDirectory, out string? missing)
    {
        missing = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-" || interpreter.CodeOptions.Contains(argument, StringComparer.Ordinal))
                return null;
            if (argument is "--")
                return i + 1 < arguments.Count ? At(interpreter, i + 1, arguments[i + 1], currentDirectory, out missing) : null;
            if (argument is ['-', '-', ..] || interpreter.ValueOptions.Contains(argument, StringComparer.Ordinal))
            {
                i += interpreter.ValueOptions.Contains(argument, StringComparer.Ordinal) ? 1 : 0;
                continue;
            }

            if (argument is ['-', ..])
            {
                var (code, module, skip) = Letters(interpreter, argument);
                if (module is not null)
                    return Module(module.Length > 0 ? module : arguments.ElementAtOrDefault(i + 1), currentDirectory);
                if (code)
                    return null;
                i += skip;
            }
            else if (!interpreter.Subcommands.Contains(argument, StringComparer.Ordinal))
                return At(interpreter, i, argument, currentDirectory, out missing);
        }

        return null;
    }

    // "-Im name", "-uc code", "-Wignore", "-W ignore": after a letter with a value the rest of the argument is that value.
    private static (bool Code, string? Module, int Skip) Letters(Interpreter interpreter, string argument)
    {
        for (var i = 1; i < argument.Length; i++)
        {
            var letter = argument[i];
            if (letter == interpreter.ModuleLetter)
                return (false, argument[(i + 1)..], 0);
            if (interpreter.CodeLetters.Contains(letter, StringComparison.Ordinal))
                return (true, null, 0);
            if (interpreter.ValueLetters.Contains(letter, StringComparison.Ordinal))
                return (false, null, i == argument.Length - 1 ? 1 : 0);
        }

        return (false, null, 0);
    }

    private static ScriptArgument? At(Interpreter interpreter, int index, string argument, string currentDirectory, out string? missing)
    {
        var real = interpreter.Suffixes.Prepend("").Select(suffix => CanonicalPath.Of(Path.Combine(currentDirectory, argument + suffix)))
            .FirstOrDefault(path => path is not null);
        missing = real is null ? argument : null;
        return real is null ? null : new ScriptArgument(index, real, !Path.IsPathRooted(argument));
    }

    // python -m finds local modules through the current directory; one of an installed package needs nothing more than the installation.
    private static ScriptArgument? Module(string? name, string currentDirectory)
    {
        var first = name?.Split('.')[0];
        if (string.IsNullOrEmpty(first))
            return null;
        var real = CanonicalPath.Of(Path.Combine(currentDirectory, first + ".py"))
            ?? (File.Exists(Path.Combine(currentDirectory, first, "__init__.py")) || File.Exists(Path.Combine(currentDirectory, first, "__main__.py"))
                ? CanonicalPath.Of(Path.Combine(currentDirectory, first))
                : null);
        return real is null ? null : new ScriptArgument(-1, real, Relative: true);
    }
}
