using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>A program on the host.</summary>
/// <param name="Path">Where it was found: the folder canonical, the last part as it is called there (perhaps a link).</param>
/// <param name="Real">Canonical path of the file.</param>
/// <param name="Written">Absolute path as it was written.</param>
internal sealed record FoundProgram(string Path, string Real, string Written);

/// <summary>Looks a program up as execvp(3) would, but never by PATH alone, and past the shims of version managers.</summary>
internal sealed class ProgramSearch(PlanRequest request, ServerInfluence influence, PlanReport report)
{
    /// <summary>A name with a slash is a path (from the current directory, or <c>~/</c>); a bare name is looked for in folders.</summary>
    /// <param name="neededBy">Null for the command itself, otherwise the script whose first line asks for it.</param>
    /// <returns>Null after the reason was reported.</returns>
    public FoundProgram? Find(string name, string? neededBy)
    {
        var expanded = name.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(request.HomeDirectory, name[2..]) : name;
        var found = expanded.Contains('/', StringComparison.Ordinal) ? AtPath(expanded, neededBy) : ByName(expanded, neededBy);
        return found is null || influence.RefuseRedirected(found.Written) ? null : found;
    }

    /// <summary>Looks a bare name up without a word: for what a command may need, and may do without.</summary>
    public FoundProgram? FindQuietly(string name) => Folders().Select(folder => Locate($"{folder}/{name}")).OfType<FoundProgram>()
        .FirstOrDefault(found => IsExecutable(found) && VersionManager.Of(found) is null);

    private FoundProgram? AtPath(string path, string? neededBy)
    {
        var found = Locate(Path.Combine(request.CurrentDirectory, path));
        if (found is null)
            return NotFound(path, neededBy, "check the path; a relative one is taken from the current directory");
        if (VersionManager.Of(found) is { } manager)
            return RefuseShim(path, found, manager);
        return IsExecutable(found) ? found : NotExecutable(found);
    }

    private FoundProgram? ByName(string name, string? neededBy)
    {
        (FoundProgram Program, VersionManager Manager)? shim = null;
        FoundProgram? unusable = null;
        foreach (var found in Folders().Select(folder => Locate($"{folder}/{name}")).OfType<FoundProgram>())
        {
            if (!IsExecutable(found))
                unusable ??= found;
            else if (VersionManager.Of(found) is { } manager)
                shim ??= (found, manager);
            else
            {
                WarnOfShim(name, shim, found);
                return found;
            }
        }

        if (shim is { } only)
            return RefuseShim(name, only.Program, only.Manager);
        return unusable is null
            ? NotFound(name, neededBy, "install it, or give its absolute path; clients started from a desktop often hand on no PATH")
            : NotExecutable(unusable);
    }

    // Empty and relative entries mean the current directory: whoever can write there would choose the program.
    private IEnumerable<string> Folders() => request.CallerEnvironment.GetValueOrDefault("PATH", "").Split(':')
        .Where(Path.IsPathRooted).Concat(Toolchain.SearchPath).Distinct(StringComparer.Ordinal);

    // Not Path.GetFullPath: "link/../x" is what the kernel finds there, not what the text says.
    private static FoundProgram? Locate(string path)
    {
        if (CanonicalPath.Of(path) is not { } real || CanonicalPath.Of(Path.GetDirectoryName(path) ?? "/") is not { } folder)
            return null;
        var last = Path.GetFileName(path);
        return new FoundProgram(last is "" or "." or ".." ? real : Path.Combine(folder, last), real, path);
    }

    private static bool IsExecutable(FoundProgram program) =>
        FileStatus.Of(program.Real) is { Kind: FileKind.Regular } status && (status.Permissions & 0b001_001_001) != 0;

    private FoundProgram? NotFound(string name, string? neededBy, string hint)
    {
        var purpose = neededBy is null ? "" : $", which the first line of {neededBy} asks for,";
        report.Refuse("MB2001", $"the program {name}{purpose} was not found", hint, PlanFailureKind.NotFound);
        return null;
    }

    private FoundProgram? NotExecutable(FoundProgram found)
    {
        var (what, hint) = FileStatus.Of(found.Real)?.Kind switch
        {
            FileKind.Directory => ("is a folder", "name a program in it"),
            FileKind.Regular => ("is not executable", $"chmod +x {found.Real}, or name its interpreter in front of it"),
            _ => ("is not a file", "name a program"),
        };
        report.Refuse("MB2002", $"{found.Path} {what}", hint, PlanFailureKind.CannotExecute);
        return null;
    }

    private FoundProgram? RefuseShim(string name, FoundProgram found, VersionManager manager)
    {
        report.Refuse(
            "MB2003", $"{name} is {found.Path}, a shim of {manager.Name}: it only starts {manager.Name}, which is not in the sandbox",
            $"use the path that this prints: {manager.Which} {Path.GetFileName(found.Path)}", PlanFailureKind.CannotExecute);
        return null;
    }

    private void WarnOfShim(string name, (FoundProgram Program, VersionManager Manager)? shim, FoundProgram used)
    {
        if (shim is { } passed)
        {
            report.Warn(
                $"{name} is {passed.Program.Path} here, a shim of {passed.Manager.Name} that cannot work in the sandbox; {used.Path} is used instead",
                $"to use another version, give the path that this prints: {passed.Manager.Which} {Path.GetFileName(passed.Program.Path)}");
        }
    }
}
