using McpBox.Posix.Files;
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
    private readonly MountTable _mounts;
    private readonly SensitivePaths _sensitive;
    private readonly ServerInfluence _influence;
    private readonly IProgramSource _program;
    private AllowedHosts _hosts = AllowedHosts.None;

    private Planner(PlanRequest request)
    {
        _request = request;
        _report = new PlanReport(request.CommandOrigin);
        _mounts = new MountTable(withToolchain: request.Image is null);
        _sensitive = SensitivePaths.For(request);
        _influence = new ServerInfluence(request.CommandOrigin, _mounts, _report);
        _program = request.Image is { } image
            ? new ImageProgram(request, image, _mounts, _sensitive, _report)
            : new HostToolchain(request, _mounts, _sensitive, _influence, _report);
    }

    /// <exception cref="ArgumentException">The profile names an image, and nobody looked at it: what would be planned is something else.</exception>
    public static PlanResult Plan(PlanRequest request) => request is { Image: null, Profile.Container.Image: not null }
        ? throw new ArgumentException("The profile's image was not resolved.", nameof(request))
        : new Planner(request).Run();

    private PlanResult Run()
    {
        RefuseNul();
        if (_report.Failed)
            return _report.Failure();
        CheckWords();
        DeclareMounts();
        if (!ShowPackage())
            return _report.Failure();
        var start = _program.Decide();
        MountPoints.Check(_mounts, _report, OriginOf);
        return start is null || _report.Failed ? _report.Failure() : _report.Success(Assemble(start)) with { Hosts = _hosts.List };
    }

    private void RefuseNul()
    {
        var words = _request.Arguments.Append(_request.Program ?? "");
        if (_request.Image is { } image)
            words = words.Concat(image.Entrypoint).Concat(image.DefaultArguments);
        if (words.Any(word => word.Contains('\0', StringComparison.Ordinal)))
            _report.Refuse("MB2007", "an argument contains a NUL character, which no program can be given", "remove it");
    }

    // The profile reader knows these words too. What it let through must still mean something here, or nothing is started.
    private void CheckWords()
    {
        var profile = _request.Profile;
        if (profile.Network.Mode is not ("none" or "allowlist"))
            RefuseWord("network mode", profile.Network.Mode, "none or allowlist");
        _hosts = AllowedHosts.Read(profile);
        foreach (var problem in _hosts.Problems)
            _report.Refuse(problem.Origin, problem.Code, problem.Message, problem.Hint);
        if (profile.Process.RunAs is not ("auto" or "caller"))
            RefuseWord("run_as", profile.Process.RunAs, "auto or caller");
        if (profile.Limits.Enforcement is not ("auto" or "cgroup"))
            RefuseWord("limits.enforcement", profile.Limits.Enforcement, "auto or cgroup");
        if (StdioModeOf(profile.Container.Stdio) is null)
            RefuseWord("container.stdio", profile.Container.Stdio, "auto, fifo or attach");
    }

    private static StdioMode? StdioModeOf(string word) => word switch
    {
        "auto" => StdioMode.Auto,
        "fifo" => StdioMode.Fifo,
        "attach" => StdioMode.Attach,
        _ => null,
    };

    private void RefuseWord(string what, string word, string known) =>
        _report.Refuse(_request.Profile.Origin, "MB2019", $"{what} {TomlText.Quote(word)} cannot be honoured", $"use {known}");

    private void DeclareMounts()
    {
        var declared = new DeclaredMounts(SandboxPlaces.For(_request), _sensitive, _mounts, _report);
        foreach (var declaration in Declarations)
            declared.Add(declaration);
        foreach (var declaration in Declarations)
            _influence.RefuseRedirected(declaration.Origin, declaration.Source);
    }

    // Not a declaration: nobody could declare a folder of mcpbox's own, and of this one only the package that is started is shown.
    // Without its files everything else that is said of its program would only confuse.
    private bool ShowPackage()
    {
        if (_request.Package is not { } package)
            return true;
        if (CanonicalPath.Of(package.Folder) != package.Folder)
        {
            _report.Refuse("MB2027", $"the files of {package.Name} are not at {package.Folder}", "a link on its way, or its absence, is the cause: mcpbox gc, then mcpbox lock");
            return false;
        }

        if (_mounts.Mounts.FirstOrDefault(mount => CanonicalPath.IsWithin(mount.Target, package.Folder)) is { } other)
        {
            _report.Refuse("MB2015", $"the mount at {other.Target} ({other.Reason}) would change the files of {package.Name}", "give that mount another target");
            return false;
        }

        _mounts.Add(new PlanMount(package.Folder, package.Folder, Writable: false, $"package {package.Name}"));
        return true;
    }

    private IEnumerable<MountDeclaration> Declarations => _request.Profile.Filesystem.Mounts.Concat(_request.ExtraMounts);

    private Origin OriginOf(PlanMount mount) =>
        Declarations.FirstOrDefault(declaration => mount.Reason == DeclaredMounts.ReasonFor(declaration))?.Origin ?? _request.CommandOrigin;

    private SandboxPlan Assemble(Start start)
    {
        var (files, limits, container) = (_request.Profile.Filesystem, _request.Profile.Limits, _request.Profile.Container);
        return new SandboxPlan
        {
            Name = _request.Name ?? start.Name,
            Profile = _request.Profile.Name,
            Command = start.Command,
            WorkingDirectory = start.WorkingDirectory,
            Mounts = _mounts.Mounts,
            Home = SandboxPlaces.Home,
            TmpSize = files.TmpSize,
            HomeSize = files.HomeSize,
            Environment = start.Environment.Values,
            EnvironmentSources = start.Environment.Sources,
            Limits = new PlanLimits(
                limits.Memory, limits.Pids, limits.Cpus, limits.OpenFiles, limits.FileSize, RequireCgroup: limits.Enforcement == "cgroup"),
            RunAs = start.RunAs,
            Image = _request.Image?.Image,
            Runtime = container.Runtime,
            Stdio = StdioModeOf(container.Stdio)!.Value,
            Listeners = _hosts.Listeners,
            Hosts = _hosts.Lines,
            Resolver = _hosts.Resolver,
        };
    }
}
