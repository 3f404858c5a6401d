namespace McpBox.Session.Planning;

/// <summary>
/// Follows a command to the machine code that will run. A <c>#!</c> line is resolved here, and the interpreter's own path put in front of the
/// script: the kernel and env(1) would do the same inside, but with the sandbox's PATH, which does not know the caller's.
/// </summary>
internal sealed class LaunchResolver(
    ProgramSearch search, NeededMounts needed, PythonInstallation python, ServerInfluence influence, PlanReport report)
{
    // The kernel follows an interpreter that is itself a script this far (execve(2), ELOOP).
    private const int DepthLimit = 4;

    /// <summary><see cref="Sandbox.PlanMount.Reason"/> of a package root.</summary>
    public const string PackageRootReason = "package root";

    /// <summary>Resolves a program as it was typed, and shows what it needs.</summary>
    /// <returns>Null after the reason was reported.</returns>
    public Launch? Resolve(string name) => Resolve(name, neededBy: null, DepthLimit);

    private Launch? Resolve(string name, string? neededBy, int depth)
    {
        if (search.Find(name, neededBy) is not { } program)
            return null;
        if (neededBy is not null && influence.RefuseWanted(neededBy, program.Real))
            return null;
        switch (Shebang.Read(program.Real))
        {
            case ProgramHead.Script when depth == 0:
                return Refuse(program, "it is a script behind more #! lines than the kernel follows");
            case ProgramHead.Script script:
                return ResolveScript(program, script, depth, isInterpreter: neededBy is not null);
            case ProgramHead.Unknown unknown:
                return Refuse(program, unknown.Why);
            default:
                return ResolveBinary(program);
        }
    }

    private Launch? ResolveScript(FoundProgram program, ProgramHead.Script script, int depth, bool isInterpreter)
    {
        if (Resolve(script.Interpreter, program.Real, depth - 1) is not { } launch)
            return null;
        if (isInterpreter)
            ShowInterpreterScript(program.Real);
        else
            ShowScript(program.Real);
        return new Launch(
            [.. launch.Prefix, .. script.Arguments, program.Real], Interpreter.Named(program.Path), launch.Program, [.. launch.Scripts, program.Real],
            ShowNodeOf(program.Real, launch));
    }

    // What pnpm puts into node_modules/.bin is no link but a shell script that ends in "exec node …".
    private string? ShowNodeOf(string script, Launch launch)
    {
        if (launch.Interpreter?.Family != "shell" || !Path.GetDirectoryName(script)!.EndsWith("/node_modules/.bin", StringComparison.Ordinal)
            || search.FindQuietly("node") is not { } node || Toolchain.Contains(node.Real) || influence.RefuseWanted(script, node.Real))
            return null;
        needed.AddFile(node.Real, "interpreter");
        return node.Real;
    }

    private Launch? ResolveBinary(FoundProgram program)
    {
        var interpreter = Interpreter.Named(program.Path) ?? Interpreter.Named(program.Real);
        var path = interpreter?.Family == "python" ? python.Show(program) : Show(program, interpreter);
        return path is null ? null : new Launch([path], interpreter, program.Real, []);
    }

    // A link inside the toolchain keeps its name: some programs (busybox, gcc's kin) go by it.
    private string Show(FoundProgram program, Interpreter? interpreter)
    {
        if (!Toolchain.Contains(program.Real))
            needed.AddFile(program.Real, interpreter is null ? "program" : "interpreter");
        else if (Links.StayInToolchain(program.Path))
            return program.Path;
        return program.Real;
    }

    /// <summary>Shows a script with its package root, or alone when it has none.</summary>
    public void ShowScript(string real)
    {
        if (Toolchain.Contains(real))
            return;
        if (PackageRoot.Of(real) is { } root)
            needed.AddRoot(root, PackageRootReason, real);
        else
            needed.AddFile(real, Directory.Exists(real) ? "script's folder" : "script");
    }

    // A #! line is the script author's word: it may bring an installed package (tsx and its kin), never somebody's project.
    private void ShowInterpreterScript(string real)
    {
        if (PackageRoot.Of(real) is { } root && root.Contains("/node_modules", StringComparison.Ordinal))
            ShowScript(real);
        else if (!Toolchain.Contains(real))
            needed.AddFile(real, "interpreter");
    }

    private Launch? Refuse(FoundProgram program, string why)
    {
        report.Refuse(
            "MB2004", $"{program.Real} cannot be started: {why}", "name its interpreter in front of it, as in: node server.js",
            PlanFailureKind.CannotExecute);
        return null;
    }
}
