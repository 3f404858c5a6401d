using System.Text.RegularExpressions;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Posix.Files;

namespace McpBox.Packages.Npm;

/// <summary>npm's packages: npm itself chooses and unpacks, in a build sandbox, and gets only what was checked on the host.</summary>
/// <param name="store">Folder of the package store, in which short-lived folders are made. Canonical.</param>
public sealed partial class NpmEcosystem(IBuildSandbox sandbox, NpmConfig config, TimeProvider time, string store) : IEcosystem
{
    private const int LargestLock = 64 << 20;

    private string? _toolchain;

    /// <summary>What one build may take.</summary>
    public GatewayLimits Limits { get; init; } = new();

    /// <inheritdoc/>
    public Ecosystem Kind => Ecosystem.Npm;

    /// <inheritdoc/>
    public LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        var chosen = Choose(spec, options, alone: false, cancellationToken);
        return new LockedPackage
        {
            Spec = spec,
            Version = chosen.Version,
            Toolchain = Toolchain(cancellationToken),
            Scripts = options.Scripts,
            Resolution = chosen.ToText(),
        };
    }

    /// <inheritdoc/>
    public string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken) =>
        Choose(spec, options, alone: true, cancellationToken).Version;

    /// <inheritdoc/>
    public StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        var toolchain = Toolchain(cancellationToken);
        if (toolchain != locked.Toolchain)
            throw new PackageException(NpmRefusals.OtherToolchain(locked.Toolchain, toolchain));
        var resolution = NpmLock.Parse(locked.Spec.Name, System.Text.Encoding.UTF8.GetBytes(locked.Resolution));
        if (resolution.Version != locked.Version)
            throw new PackageException(NpmRefusals.LockBroken($"it is of {resolution.Version}, not of {locked.Version}"));
        try
        {
            Install(resolution, folder, options, cancellationToken);
            resolution.Aliases.Require(folder);
            if (locked.Scripts)
                _ = Run(NpmSteps.Scripts(folder, Headers(locked.Toolchain), options.Said), null, null, cancellationToken);
            NpmTree.Finish(folder);
            return NpmProgram.Find(folder, locked.Spec.Name, locked.Spec.Program);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A script can leave folders that cannot be entered, or a folder where a file is looked for.
            NpmTree.Clear(folder);
            throw new PackageException(NpmRefusals.TreeRefused("what cannot be read", failure.Message));
        }
        catch
        {
            NpmTree.Clear(folder);
            throw;
        }
    }

    private NpmLock Choose(PackageSpec spec, ResolveOptions options, bool alone, CancellationToken cancellationToken)
    {
        if (!NpmName.IsName(spec.Name))
            throw new PackageException(NpmRefusals.SpecRefused(spec.Name, "it is no name of a package"));
        if (spec.Wanted is { } wanted && !NpmName.IsWanted(wanted))
            throw new PackageException(NpmRefusals.SpecRefused(wanted, "it is no version, range or tag"));
        return InFolder(folder =>
        {
            var age = new NpmAge(options, time);
            using var registries = new NpmRegistries(config, Limits, cancellationToken);
            var routes = new NpmRoutes(registries, age.Newest, alone);
            var gateway = new RegistryGateway(routes, Limits);
            File.WriteAllText(Path.Combine(folder, "package.json"), NpmLock.RootOf(spec.Name, spec.Wanted ?? "latest"));
            Run(NpmSteps.Lock(folder, gateway), gateway, output => age.Explain(output, routes), cancellationToken);
            var read = BoundedFile.Read(Path.Combine(folder, "package-lock.json"), LargestLock, followLinks: false);
            if (read.Status != BoundedReadStatus.Read)
                throw new PackageException(NpmRefusals.LockBroken($"npm wrote none ({read.Status})"));
            var chosen = NpmLock.Parse(spec.Name, read.Bytes);
            foreach (var (name, version) in chosen.Tarballs.Keys)
                registries.RequireOwn(name, version, age.Require(routes.Offer(name), version).Tarball ?? "");
            Say(chosen.Aliases, options.Said);
            CheckDeprecated(chosen, options);
            if (spec.Wanted is null && age.PassedOver(routes.Offer(spec.Name), chosen.Version) is { } line)
                options.Said?.Invoke(line);
            return chosen;
        });
    }

    private static void Say(NpmAliases aliases, Action<string>? said)
    {
        foreach (var line in aliases.Lines)
            said?.Invoke(line);
    }

    // The package itself is what the user may choose anew; what it depends on is its author's choice, of which he is told.
    private static void CheckDeprecated(NpmLock chosen, ResolveOptions options)
    {
        var own = $"{chosen.Name}@{chosen.Version}";
        foreach (var (package, reason) in chosen.Deprecated)
        {
            if (package == own && !options.AllowDeprecated)
                throw new PackageException(NpmRefusals.Deprecated(own, reason));
            options.Said?.Invoke($"{package} is deprecated: {reason}");
        }
    }

    private void Install(NpmLock resolution, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        Say(resolution.Aliases, options.Said);
        using var registries = new NpmRegistries(config, Limits, cancellationToken);
        var gateway = new RegistryGateway(new NpmLockedRoutes(registries, resolution, options.Said), Limits);
        File.WriteAllText(Path.Combine(folder, "package.json"), resolution.Root());
        File.WriteAllText(Path.Combine(folder, "package-lock.json"), resolution.ForNpm());
        _ = Run(NpmSteps.Install(folder, gateway, options.Said), gateway, null, cancellationToken);
    }

    // What the gateway refused is the cause of what npm says. That there is no such package may be no cause: it may have been optional.
    private BuildOutcome Run(BuildStep step, RegistryGateway? gateway, Func<string, Sandbox.Refusal?>? explain, CancellationToken cancellationToken)
    {
        var outcome = sandbox.Run(step, cancellationToken);
        var refusals = gateway is null ? [] : gateway.Refusals;
        if (refusals.FirstOrDefault(static refusal => refusal.Code != RegistryRefusals.Missing) is { } refused)
            throw new PackageException(refused);
        if (outcome.ExitCode == 0)
            return outcome;
        throw new PackageException(refusals.FirstOrDefault() ?? explain?.Invoke(outcome.Output)
            ?? NpmRefusals.NpmFailed($"{step.Program} {step.Arguments[0]}", outcome.ExitCode, outcome.Output));
    }

    private string Toolchain(CancellationToken cancellationToken) => _toolchain ??= InFolder(folder =>
    {
        var outcome = Run(NpmSteps.NodeVersion(folder), null, null, cancellationToken);
        var match = NodeVersion().Match(outcome.Output);
        return match.Success ? $"{sandbox.Toolchain} node-{match.Groups["major"].Value}" : throw new PackageException(NpmRefusals.NpmFailed("node --version", 0, outcome.Output));
    });

    private static string? Headers(string toolchain) =>
        toolchain.StartsWith("host ", StringComparison.Ordinal) && File.Exists("/usr/include/node/node.h") ? "/usr" : null;

    private T InFolder<T>(Func<string, T> work)
    {
        using var folder = ScratchFolder.Make(store);
        return work(folder.Path);
    }

    [GeneratedRegex(@"v(?<major>[0-9]{1,4})\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeVersion();
}
