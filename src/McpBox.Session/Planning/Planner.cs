using System.Collections.Immutable;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>
/// The last step of the control plane: what was declared and typed becomes one immutable plan in which every path is canonical, or the list of
/// all reasons why not. Reads the file system and changes nothing.
/// </summary>
public sealed class Planner
{
    private readonly PlanRequest _request;
    private readonly PlanReport _report;
    private readonly MountTable _mounts = new();
    private readonly SensitivePaths _sensitive;
    private readonly NeededMounts _needed;
    private readonly ServerInfluence _influence;
    private readonly LaunchResolver _launches;

    private Planner(PlanRequest request)
    {
        _request = request;
        _report = new PlanReport(request.CommandOrigin);
        _sensitive = SensitivePaths.For(request);
        _needed = new NeededMounts(_sensitive, _mounts, _report);
        _influence = new ServerInfluence(request.CommandOrigin, _mounts, _report);
        _launches = new LaunchResolver(
            new ProgramSearch(request, _influence, _report), _needed, new PythonInstallation(_needed, _mounts, _influence, _report), _influence, _report);
    }

    public static PlanResult Plan(PlanRequest request) => new Planner(request).Run();

    private PlanResult Run()
    {
        if (!HasUsableCommand())
            return _report.Failure();
        CheckWords();
        DeclareMounts();
        var arguments = _request.Command.RemoveAt(0);
        var launch = _launches.Resolve(_request.Command[0]);
        var script = launch is null ? null : FindScript(launch, arguments);
        _needed.RefuseHidden();
        MountPoints.Check(_mounts, _report, OriginOf);
        var directory = new WorkingDirectory(_request, _mounts, _report).Choose(script is { Relative: true });
        var environment = new EnvironmentPlan(_request, _report);
        environment.Fill(ProgramFolders(launch));
        if (launch is null)
            return _report.Failure();

        var runAs = ChooseIdentity(launch, script);
        if (_report.Failed)
            return _report.Failure();
        Warn(arguments, script, directory);
        return _report.Success(Assemble(launch, WithVisibleScript(arguments, script, directory), directory, environment, runAs));
    }

    private bool HasUsableCommand()
    {
        if (_request.Command.IsDefaultOrEmpty || _request.Command[0].Length == 0)
            _report.Refuse("MB2007", "there is no program to run", "name one: mcpbox run -- node server.js");
        else if (_request.Command.Any(word => word.Contains('\0', StringComparison.Ordinal)))
            _report.Refuse("MB2007", "an argument contains a NUL character, which no program can be given", "remove it");
        return !_report.Failed;
    }

    // The profile reader knows these words too. What it let through must still mean something here, or nothing is started.
    private void CheckWords()
    {
        var profile = _request.Profile;
        if (profile.NetworkMode != "none")
            RefuseWord("network mode", profile.NetworkMode, "none");
        if (profile.Process.RunAs is not ("auto" or "caller"))
            RefuseWord("run_as", profile.Process.RunAs, "auto or caller");
        if (profile.Limits.Enforcement is not ("auto" or "cgroup"))
            RefuseWord("limits.enforcement", profile.Limits.Enforcement, "auto or cgroup");
    }

    private void RefuseWord(string what, string word, string known) =>
        _report.Refuse(_request.Profile.Origin, "MB2019", $"{what} {TomlText.Quote(word)} cannot be honoured", $"use {known}");

    private void DeclareMounts()
    {
        var declared = new DeclaredMounts(_sensitive, _mounts, _report);
        foreach (var declaration in Declarations)
            declared.Add(declaration);
        foreach (var declaration in Declarations)
            _influence.RefuseRedirected(declaration.Origin, declaration.Source);
    }

    private IEnumerable<MountDeclaration> Declarations => _request.Profile.Filesystem.Mounts.Concat(_request.ExtraMounts);

    private Origin OriginOf(PlanMount mount) =>
        Declarations.FirstOrDefault(declaration => mount.Reason == DeclaredMounts.ReasonFor(declaration))?.Origin ?? _request.CommandOrigin;

    private ScriptArgument? FindScript(Launch launch, ImmutableArray<string> arguments)
    {
        if (launch.Interpreter is null)
            return null;
        var script = ScriptArgument.Find(launch.Interpreter, arguments, _request.CurrentDirectory, out var missing);
        if (script is not null && !_influence.RefuseRedirected(script.Written))
            _launches.ShowScript(script.Real);
        if (missing is not null)
            _report.Warn($"the script {missing} does not exist", $"check the path; it is taken from {_request.CurrentDirectory}");
        return script;
    }

    // Servers start programs of their own by name ("node" again, most often): they should find the one that runs them.
    private static IEnumerable<string> ProgramFolders(Launch? launch)
    {
        var own = launch?.Interpreter is not null || launch?.Scripts.Count > 0 ? launch.Prefix[0] : null;
        return new[] { own, launch?.Companion }.OfType<string>()
            .Where(program => !Toolchain.Contains(program) && !program.Contains(':', StringComparison.Ordinal))
            .Select(program => Path.GetDirectoryName(program)!).Distinct(StringComparer.Ordinal);
    }

    private RunAs ChooseIdentity(Launch launch, ScriptArgument? script)
    {
        if (_request.Profile.Process.RunAs != "auto" || _request.CallerUid != 0 || _mounts.Mounts.Any(mount => mount.Writable))
            return RunAs.Caller;
        var access = new OthersAccess(_mounts, _report);
        access.Require(launch.Program, execute: true);
        if (launch.Companion is not null)
            access.Require(launch.Companion, execute: true);
        foreach (var path in launch.Scripts.Concat(script is null ? [] : [script.Real]))
        {
            access.Require(path, execute: false);
            if (PackageRoot.Of(path) is { } root)
                access.Require(Path.Combine(root, "package.json"), execute: false);
        }

        return RunAs.Nobody;
    }

    // As typed where that means the same file inside; otherwise its canonical path, which every mount of it shows.
    private static ImmutableArray<string> WithVisibleScript(ImmutableArray<string> arguments, ScriptArgument? script, string directory)
    {
        if (script is null || script.Index < 0)
            return arguments;
        var typed = arguments[script.Index];
        var inside = Path.GetFullPath(Path.Combine(directory, typed));
        return inside == script.Real ? arguments : arguments.SetItem(script.Index, script.Real);
    }

    private void Warn(ImmutableArray<string> arguments, ScriptArgument? script, string directory)
    {
        var surprises = new Surprises(_sensitive, _mounts, _report);
        surprises.OfProgram(_request.Command[0]);
        surprises.OfMounts();
        surprises.OfArguments(arguments.Where((_, index) => index != script?.Index), directory, _request.CurrentDirectory);
    }

    private SandboxPlan Assemble(
        Launch launch, ImmutableArray<string> arguments, string directory, EnvironmentPlan environment, RunAs runAs)
    {
        var (files, limits) = (_request.Profile.Filesystem, _request.Profile.Limits);
        return new SandboxPlan
        {
            Name = _request.Name ?? ServerName.OfProgram(_request.Command[0]),
            Profile = _request.Profile.Name,
            Command = [.. launch.Prefix, .. arguments],
            WorkingDirectory = directory,
            Mounts = _mounts.Mounts,
            Home = SandboxPlaces.Home,
            TmpSize = files.TmpSize,
            HomeSize = files.HomeSize,
            Environment = environment.Values,
            EnvironmentSources = environment.Sources,
            Limits = new PlanLimits(
                limits.Memory, limits.Pids, limits.Cpus, limits.OpenFiles, limits.FileSize, RequireCgroup: limits.Enforcement == "cgroup"),
            RunAs = runAs,
        };
    }
}
