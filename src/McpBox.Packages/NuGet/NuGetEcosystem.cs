using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;

namespace McpBox.Packages.NuGet;

/// <summary>
/// .NET tools, which is what MCP servers on NuGet are (<c>dnx</c>): complete packages without dependencies. They are fetched, inspected and unpacked by mcpbox
/// itself; no program of a package and no package manager has a part in it.
/// </summary>
public sealed partial class NuGetEcosystem(IBuildSandbox sandbox, NuGetConfig config, GatewayLimits limits, TimeProvider time, string store) : IEcosystem
{
    private int? _runtime;

    public Ecosystem Kind => Ecosystem.NuGet;

    private string Rid => sandbox.Toolchain.Split(' ').First(word => word.StartsWith("linux-", StringComparison.Ordinal));

    public LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        var runtime = Runtime(cancellationToken);
        using var sources = NuGetSources.Open(config, spec.Name, limits);
        var (feed, version) = Choose(sources, spec, options, cancellationToken);
        using var file = feed.Find(spec.Name, version, cancellationToken) ?? throw new PackageException(NuGetRefusals.NoPackage(spec.Name, version.ToString(), feed.Name));
        using var package = ToolPackage.Open(file, spec.Name, version.ToString());
        var lines = new StringBuilder(NuGetLock.Line(spec.Name, version, file));
        if (Redirected(package.Choose(runtime, Rid).Settings) is { } other)
        {
            using var specific = feed.Find(other, version, cancellationToken) ?? throw new PackageException(NuGetRefusals.NoPackage(other, version.ToString(), feed.Name));
            using var tool = ToolPackage.Open(specific, other, version.ToString());
            _ = tool.Choose(runtime, Rid);
            lines.Append(NuGetLock.Line(other, version, specific));
        }

        return new LockedPackage { Spec = spec, Version = version.ToString(), Toolchain = Toolchain(runtime), Scripts = false, Resolution = lines.ToString() };
    }

    public string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        using var sources = NuGetSources.Open(config, spec.Name, limits);
        return Choose(sources, spec, options, cancellationToken).Version.ToString();
    }

    public StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        var runtime = Runtime(cancellationToken);
        var lines = NuGetLock.Read(locked.Resolution, locked.Spec.Name, locked.Version);
        if (locked.Toolchain != Toolchain(runtime))
            throw new PackageException(NuGetRefusals.OtherRuntime(locked.Spec.Name, locked.Toolchain, Toolchain(runtime)));
        var program = lines[^1];
        using var sources = NuGetSources.Open(config, program.Id, limits);
        using var file = sources.Find(program, cancellationToken);
        using var package = ToolPackage.Open(file, program.Id, program.Version.ToString());
        var (from, settings) = package.Choose(runtime, Rid);
        var (entry, isDotnet) = Entry(package, settings, locked.Spec.Program);
        if (!package.Has(from + entry))
            throw package.Wrong($"its entry point is not there: {entry}");
        package.Extract(from, folder, isDotnet ? null : entry);
        var path = $"{StartCommand.FilesPlace}/{entry}";
        return new StartCommand(isDotnet ? ["dotnet", path] : [path], NuGetStart.Environment);
    }

    private (INuGetFeed Feed, NuGetVersion Version) Choose(NuGetSources sources, PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        var exact = spec.Wanted is null or "latest" ? null : NuGetVersion.Parse(spec.Wanted) ?? throw new PackageException(NuGetRefusals.SpecUnusable(ShownText.Of(spec.ToString())));
        var (feed, versions) = sources.First(spec.Name, cancellationToken);
        if (feed.IsFolder && options.MinAge > TimeSpan.Zero)
            options.Said?.Invoke($"{feed.Name} is a folder, which knows no times of publication: min_age does not apply to it");
        var wanted = versions.Where(offered => exact is null ? !offered.Version.IsPrerelease : offered.Version.Equals(exact)).OrderByDescending(offered => offered.Version, NuGetVersion.Order).ToList();
        Sandbox.Refusal? refusal = null;
        foreach (var offered in wanted)
        {
            if (Objection(spec.Name, feed, offered, options) is not { } objection)
                return (feed, offered.Version);
            options.Said?.Invoke($"not used: {objection.Message}");
            refusal ??= objection;
        }

        throw new PackageException(refusal ?? NuGetRefusals.NoPackage(spec.Name, exact?.ToString() ?? "", feed.Name));
    }

    private Sandbox.Refusal? Objection(string id, INuGetFeed feed, OfferedVersion offered, ResolveOptions options)
    {
        var version = offered.Version.ToString();
        if (offered.Withdrawn is { } how && !options.AllowDeprecated)
            return NuGetRefusals.Withdrawn(id, version, how);
        if (feed.IsFolder || options.MinAge <= TimeSpan.Zero)
            return null;
        if (offered.Published is not { Year: > 1900 } published)
            return NuGetRefusals.NoTime(id, version, feed.Name);
        return time.GetUtcNow() - published < options.MinAge ? NuGetRefusals.TooYoung(id, version, published) : null;
    }

    /// <summary>Since .NET 10 a tool may have one package for each machine, beside one that only lists them.</summary>
    private string? Redirected(XElement settings)
    {
        var others = settings.Elements("RuntimeIdentifierPackages").Elements("RuntimeIdentifierPackage").ToList();
        var own = others.Find(other => (string?)other.Attribute("RuntimeIdentifier") == Rid) ?? others.Find(other => (string?)other.Attribute("RuntimeIdentifier") == "any");
        if (own is null)
            return null;
        return (string?)own.Attribute("Id") is { } id && NuGetLock.IsId(id) ? id : throw new PackageException(NuGetRefusals.NotAFeed("the package", "a package for one machine has no usable id"));
    }

    private static (string Entry, bool IsDotnet) Entry(ToolPackage package, XElement settings, string? program)
    {
        var commands = settings.Elements("Commands").Elements("Command").ToList();
        var command = program is null ? commands.FirstOrDefault() : commands.Find(candidate => (string?)candidate.Attribute("Name") == program);
        var runner = (string?)command?.Attribute("Runner");
        if (command is null || (string?)command.Attribute("EntryPoint") is not { Length: > 0 } entry || runner is not ("dotnet" or "executable"))
            throw package.Wrong(program is null ? "it names no command that is run by dotnet or by itself" : $"it has no command {program}");
        return EntryPattern().IsMatch(entry) ? (entry, runner == "dotnet") : throw package.Wrong($"its entry point is no plain file: {entry}");
    }

    private string Toolchain(int runtime) => $"{sandbox.Toolchain} dotnet-{runtime}";

    private int Runtime(CancellationToken cancellationToken)
    {
        if (_runtime is { } known)
            return known;
        using var folder = ScratchFolder.Make(store);
        var outcome = sandbox.Run(new BuildStep { Program = "dotnet", Arguments = ["--list-runtimes"], Folder = folder.Path, Environment = NuGetStart.Environment }, cancellationToken);
        var majors = RuntimePattern().Matches(outcome.Output).Select(match => int.Parse(match.Groups["major"].Value)).ToList();
        if (outcome.ExitCode != 0 || majors.Count == 0)
            throw new PackageException(NuGetRefusals.NoRuntime(outcome.Output));
        return (_runtime = majors.Max()).Value;
    }

    [GeneratedRegex(@"^Microsoft\.NETCore\.App (?<major>[0-9]{1,2})\.[0-9.]+ ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex RuntimePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_+-][A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex EntryPattern();
}
