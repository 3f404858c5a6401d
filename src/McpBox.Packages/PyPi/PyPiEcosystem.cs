using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>
/// Packages of the Python package index: pip chooses and installs in the build sandbox, from wheels alone, through a gateway that shows it what may be
/// used. No code of a package is run before its server is.
/// </summary>
/// <param name="store">Folder of the package store, in which short-lived folders are made. Canonical.</param>
public sealed partial class PyPiEcosystem(IBuildSandbox sandbox, PipConfig config, GatewayLimits limits, TimeProvider time, string store) : IEcosystem
{
    private PythonRuntime? _python;

    public Ecosystem Kind => Ecosystem.PyPi;

    private bool IsHost => sandbox.Toolchain.StartsWith("host ", StringComparison.Ordinal);

    public LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        var wheels = Choose(spec, options, [], cancellationToken);
        return new LockedPackage
        {
            Spec = spec,
            Version = wheels.Single(wheel => wheel.Project == PyPiName.Normalize(spec.Name)).Version,
            Toolchain = Toolchain(cancellationToken),
            Scripts = false,
            Resolution = LockedWheels.Write(wheels),
        };
    }

    public string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken) =>
        Choose(spec, options, ["--no-deps"], cancellationToken).Single().Version;

    public StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        var package = PyPiName.Normalize(locked.Spec.Name);
        var wheels = LockedWheels.Read(locked.Resolution, package);
        if (!wheels.Any(wheel => wheel.Project == package && wheel.Version == locked.Version))
            throw new PackageException(PyPiRefusals.LockUnreadable(package, $"it does not have {locked.Version} itself"));
        if (locked.Toolchain != Toolchain(cancellationToken))
            throw new PackageException(PyPiRefusals.OtherPython(package, locked.Toolchain, Toolchain(cancellationToken)));
        using var indexes = PyPiIndexes.Open(config, Python(cancellationToken), IsHost, limits);
        var gateway = new RegistryGateway(new LockedRoutes(indexes, wheels, cancellationToken), limits);
        var requirements = $"{folder}/requirements.txt";
        File.WriteAllText(requirements, locked.Resolution);
        var outcome = sandbox.Run(
            PythonStep.Pip(folder, gateway, options.Said, "--require-hashes", "--no-deps", "--ignore-installed", "--no-compile", "--target", $"{folder}/site", "-r", requirements), cancellationToken);
        Succeeded(outcome, gateway, "install the locked wheels");
        File.Delete(requirements);
        return Finish(package, locked.Spec.Program, folder, cancellationToken);
    }

    private string Toolchain(CancellationToken cancellationToken) => $"{sandbox.Toolchain} {Python(cancellationToken).Label}";

    private PythonRuntime Python(CancellationToken cancellationToken)
    {
        if (_python is { } known)
            return known;
        using var folder = ScratchFolder.Make(store);
        return _python = PythonRuntime.Ask(sandbox, folder.Path, cancellationToken);
    }

    private ImmutableArray<LockedWheel> Choose(PackageSpec spec, ResolveOptions options, ImmutableArray<string> more, CancellationToken cancellationToken)
    {
        var requirement = PyPiName.Requirement(spec);
        var python = Python(cancellationToken);
        using var folder = ScratchFolder.Make(store);
        using var indexes = PyPiIndexes.Open(config, python, IsHost, limits);
        var routes = new ResolvingRoutes(indexes, python, options, time.GetUtcNow(), cancellationToken);
        var gateway = new RegistryGateway(routes, limits);
        var report = $"{folder.Path}/report.json";
        var outcome = sandbox.Run(
            PythonStep.Pip(folder.Path, gateway, options.Said, ["--dry-run", "--ignore-installed", "--report", report, .. more, "--", requirement]), cancellationToken);
        if (outcome.ExitCode != 0 && gateway.Refusals.IsEmpty && Hidden(outcome.Output, routes) is { } hidden)
            throw new PackageException(hidden.Refusal);
        Succeeded(outcome, gateway, $"choose versions for {requirement}");
        return PipReport.Read(report, routes, requirement);
    }

    /// <summary>A refusal ends it even where pip got along: it would have taken an older version, or another one of a dependency.</summary>
    private static void Succeeded(BuildOutcome outcome, RegistryGateway gateway, string what)
    {
        if (!gateway.Refusals.IsEmpty)
            throw new PackageException(gateway.Refusals[0]);
        if (outcome.ExitCode != 0)
            throw new PackageException(PyPiRefusals.PipFailed(what, PythonStep.LastLine(outcome.Output)));
    }

    /// <summary>Why pip does not find what was asked for, where that is a version that it was not shown.</summary>
    private static HiddenVersion? Hidden(string output, ResolvingRoutes routes)
    {
        var match = NotFound().Match(output);
        if (!match.Success)
            return null;
        var hidden = routes.Hidden(PyPiName.Normalize(match.Groups["name"].Value));
        return PyPiName.ExactVersion(match.Value) is { } version ? hidden.FirstOrDefault(candidate => candidate.Version == version) : hidden.LastOrDefault();
    }

    private StartCommand Finish(string package, string? program, string folder, CancellationToken cancellationToken)
    {
        var answer = $"{folder}/answer.json";
        var outcome = sandbox.Run(PythonStep.Of("finish.py", folder, folder, package, program ?? "", PythonStep.Script("start.py"), answer), cancellationToken);
        var read = BoundedFile.Read(answer, 1 << 20, followLinks: false);
        if (outcome.ExitCode != 0 || read.Status != BoundedReadStatus.Read)
            throw new PackageException(PyPiRefusals.PipFailed("finish", PythonStep.LastLine(outcome.Output)));
        File.Delete(answer);
        try
        {
            return Started(package, read.Bytes, cancellationToken);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PackageException(PyPiRefusals.PipFailed("finish", $"its answer cannot be read: {failure.Message}"));
        }
    }

    private StartCommand Started(string package, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(answer);
        var root = json.RootElement;
        if (root.TryGetProperty("problem", out var problem))
            throw new PackageException(PyPiRefusals.NoProgram(package, problem.GetString() ?? "", root.GetProperty("hint").GetString() ?? ""));
        return root.GetProperty("kind").GetString() == "file"
            ? new StartCommand([$"{StartCommand.FilesPlace}/site/bin/{root.GetProperty("name").GetString()}"], PyPiStart.Environment)
            : new StartCommand([Python(cancellationToken).Path, "-s", "-S", "-B", $"{StartCommand.FilesPlace}/start.py"], PyPiStart.Environment);
    }

    [GeneratedRegex(@"No matching distribution found for (?<name>[A-Za-z0-9._-]+)\S*", RegexOptions.NonBacktracking)]
    private static partial Regex NotFound();
}
