using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>The script on an interpreter's command line.</summary>
/// <param name="Index">Its place among the arguments after the interpreter; -1 for a module, which has no path of its own there.</param>
/// <param name="Real">Canonical path: a file, or a folder that the interpreter can start (<c>node .</c>).</param>
/// <param name="Written">Absolute path as it was written.</param>
/// <param name="Relative">True when the working directory decides what it means.</param>
internal sealed record ScriptArgument(int Index, string Real, string Written, bool Relative)
{
    /// <summary>The first argument that is not an option, if the interpreter takes a script at all.</summary>
    /// <param name="missing">The first argument that is not an option, when it is no existing file.</param>
    public static ScriptArgument? Find(Interpreter interpreter, IReadOnlyList<string> arguments, string currentDirectory, out MissingScript? missing)
    {
        missing = null;
        var sure = interpreter.ScriptIsFile;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-" || interpreter.CodeOptions.Contains(argument, StringComparer.Ordinal))
                return null;
            if (argument is "--")
                return i + 1 < arguments.Count ? At(interpreter, i + 1, arguments[i + 1], currentDirectory, sure, out missing) : null;
            if (argument is ['-', '-', ..] || interpreter.ValueOptions.Contains(argument, StringComparer.Ordinal))
            {
                var takesValue = interpreter.ValueOptions.Contains(argument, StringComparer.Ordinal);
                sure &= takesValue || argument.Contains('=', StringComparison.Ordinal);
                i += takesValue ? 1 : 0;
                continue;
            }

            if (argument is ['-', ..])
            {
                var (code, module, skip) = Letters(interpreter, argument);
                if (module is not null)
                    return Module(module.Length > 0 ? module : arguments.ElementAtOrDefault(i + 1), currentDirectory);
                if (code)
                    return null;
                sure &= interpreter.LettersAreComplete;
                i += skip;
            }
            else if (!interpreter.Subcommands.Contains(argument, StringComparer.Ordinal))
                return At(interpreter, i, argument, currentDirectory, sure, out missing);
            else
                sure = false;
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

    private static ScriptArgument? At(
        Interpreter interpreter, int index, string argument, string currentDirectory, bool sure, out MissingScript? missing)
    {
        foreach (var written in interpreter.Suffixes.Prepend("").Select(suffix => Path.Combine(currentDirectory, argument + suffix)))
        {
            if (CanonicalPath.Of(written) is { } real && (interpreter.StartsFolders || File.Exists(real)))
            {
                missing = null;
                return new ScriptArgument(index, real, written, !Path.IsPathRooted(argument));
            }
        }

        missing = new MissingScript(argument, sure);
        return null;
    }

    // python -m finds local modules through the current directory; one of an installed package needs nothing more than the installation.
    private static ScriptArgument? Module(string? name, string currentDirectory)
    {
        var first = name?.Split('.')[0];
        if (string.IsNullOrEmpty(first))
            return null;
        var module = Path.Combine(currentDirectory, first);
        var written = File.Exists(module + ".py") ? module + ".py" : module;
        var local = File.Exists(written) || File.Exists(Path.Combine(module, "__init__.py")) || File.Exists(Path.Combine(module, "__main__.py"));
        return local && CanonicalPath.Of(written) is { } real ? new ScriptArgument(-1, real, written, Relative: true) : null;
    }
}
