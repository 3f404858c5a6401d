using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>The server's program is one of the host's: it is looked up here, and what it needs to see is shown.</summary>
internal sealed class HostToolchain : IProgramSource
{
    private readonly PlanRequest _request;
    private readonly PlanReport _report;
    private readonly MountTable _mounts;
    private readonly SensitivePaths _sensitive;
    private readonly NeededMounts _needed;
    private readonly ServerInfluence _influence;
    private readonly LaunchResolver _launches;
    private readonly WorkingDirectory _directory;

    public HostToolchain(PlanRequest request, MountTable mounts, SensitivePaths sensitive, ServerInfluence influence, PlanReport report)
    {
        (_request, _mounts, _sensitive, _influence, _report) = (request, mounts, sensitive, influence, report);
        _needed = new NeededMounts(sensitive, mounts, report);
        _launches = new LaunchResolver(
            new ProgramSearch(request, influence, report), _needed, new PythonInstallation(_needed, mounts, influence, report), influence, report);
        _directory = new WorkingDirectory(request, mounts, report);
    }

    public Start? Decide()
    {
        if (string.IsNullOrEmpty(_request.Program))
        {
            _report.Refuse("MB2007", "there is no program to run", "name one: mcpbox run -- node server.js");
            return null;
        }

        RefuseContainerWords();
        var arguments = _request.Arguments;
        var launch = _launches.Resolve(_request.Program);
        var script = launch is null ? null : FindScript(launch, arguments);
        _needed.RefuseHidden();
        var directory = _directory.Choose(script is { Relative: true });
        var environment = new EnvironmentPlan(_request, _report);
        environment.Fill(ProgramFolders(launch));
        if (launch is null)
            return null;

        var runAs = Identity.Choose(_request, _mounts);
        if (runAs == RunAs.Nobody)
            RequireAccess(launch, script);
        Warn(arguments, script, directory);
        return new Start(
            ServerName.OfProgram(_request.Program), [.. launch.Prefix, .. WithVisibleScript(arguments, script, directory)], directory, environment, runAs);
    }

    // A server that is meant for another runtime is never started without it.
    private void RefuseContainerWords()
    {
        if (_request.Profile.Container is { Runtime: not null } or { Stdio: not "auto" })
        {
            _report.Refuse(
                _request.Profile.Origin, "MB2025", "the profile chooses how a container is run, and no image is named",
                "name one (mcpbox run --image REF, or image under [container]), or remove runtime and stdio there");
        }
    }

    private ScriptArgument? FindScript(Launch launch, ImmutableArray<string> arguments)
    {
        if (launch.Interpreter is null)
            return null;
        var script = ScriptArgument.Find(launch.Interpreter, arguments, _request.CurrentDirectory, out var missing);
        if (script is not null && !_influence.RefuseRedirected(script.Written))
            _launches.ShowScript(script.Real);
        if (missing is not null && !IsInside(missing.Argument, launch.Interpreter))
            Report(missing);
        return script;
    }

    // A mount may show it under another name.
    private bool IsInside(string script, Interpreter interpreter)
    {
        var inside = Path.GetFullPath(Path.Combine(_request.Profile.Process.WorkingDirectory ?? _request.CurrentDirectory, script));
        return interpreter.Suffixes.Prepend("").Any(suffix => _mounts.HostPath(inside + suffix) is { } host && Path.Exists(host));
    }

    private void Report(MissingScript missing)
    {
        var message = $"the script {missing.Argument} does not exist";
        var hint = $"check the path; it is taken from {_request.CurrentDirectory}";
        if (missing.Certain)
            _report.Refuse("MB2026", message, hint, PlanFailureKind.NotFound);
        else
            _report.Warn(message, hint);
    }

    // Servers start programs of their own by name ("node" again, most often): they should find the one that runs them.
    private static IEnumerable<string> ProgramFolders(Launch? launch)
    {
        var own = launch?.Interpreter is not null || launch?.Scripts.Count > 0 ? launch.Prefix[0] : null;
        return new[] { own, launch?.Companion }.OfType<string>()
            .Where(program => !Toolchain.Contains(program) && !program.Contains(':', StringComparison.Ordinal))
            .Select(program => Path.GetDirectoryName(program)!).Distinct(StringComparer.Ordinal);
    }

    private void RequireAccess(Launch launch, ScriptArgument? script)
    {
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
        if (_report.Failed)
            return;
        var surprises = new Surprises(_sensitive, _mounts, _report);
        surprises.OfProgram(_request.Program!);
        surprises.OfMounts();
        surprises.OfArguments(arguments.Where((_, index) => index != script?.Index), directory, _request.CurrentDirectory);
    }
}
