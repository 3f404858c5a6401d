using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Npm;

/// <summary>npm's packages: npm itself chooses versions and unpacks, in a build sandbox whose only way out is the gateway.</summary>
/// <param name="store">Where versions are chosen in, in a folder that goes again.</param>
public sealed class NpmEcosystem(IBuildSandbox sandbox, NpmConfig config, PackageStore store, TimeProvider time) : IEcosystem
{
    private static readonly string[] Quiet =
    [
        "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--omit=dev", "--lockfile-version=3", "--loglevel=error", "--fetch-retries=1", $"--registry=http://{BuildStep.GatewayAddress}/",
    ];

    public Ecosystem Kind => Ecosystem.Npm;

    public LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        using var work = store.Work();
        var toolchain = $"{sandbox.Toolchain} node-{NodeMajor(work.Folder, cancellationToken)}";
        var dependencies = new JsonObject { [spec.Name] = spec.Wanted ?? "latest" };
        File.WriteAllText(Path.Combine(work.Folder, "package.json"), new JsonObject { ["private"] = true, ["dependencies"] = dependencies }.ToJsonString(PackageJson.Default.Options));
        using var routes = new NpmRoutes(config, locked: null, new GatewayLimits(), cancellationToken);
        string[] age = options.MinAge > TimeSpan.Zero ? [$"--before={(time.GetUtcNow() - options.MinAge).ToString("O", CultureInfo.InvariantCulture)}"] : [];
        var gateway = new RegistryGateway(routes, new GatewayLimits());
        var outcome = Npm(["install", "--package-lock-only", .. Quiet, .. age], work.Folder, gateway, options.Said, cancellationToken);
        if (outcome.ExitCode != 0)
            throw Failure(spec, outcome, gateway, routes, options.MinAge);
        var locked = NpmLock.Take(File.ReadAllText(Path.Combine(work.Folder, "package-lock.json")));
        if (locked.DeprecationOf(spec.Name) is { } why && !options.AllowDeprecated)
            throw new PackageException("MB6412", $"{spec.Name} {locked.VersionOf(spec.Name)} is deprecated: {NpmName.Shown(why)}", "use what its publisher names instead, or allow it: allow_deprecated = true under [package]");
        foreach (var other in locked.Deprecated(spec.Name))
            options.Said?.Invoke($"deprecated: {NpmName.Shown(other)}");
        return new LockedPackage { Spec = spec, Version = locked.VersionOf(spec.Name), Toolchain = toolchain, Scripts = options.Scripts, Resolution = locked.ToString() };
    }

    public StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        var lines = NpmLock.Parse(locked.Resolution);
        File.WriteAllText(Path.Combine(folder, "package.json"), lines.Manifest());
        File.WriteAllText(Path.Combine(folder, "package-lock.json"), locked.Resolution);
        using var routes = new NpmRoutes(config, lines.Integrities(), new GatewayLimits(), cancellationToken);
        var gateway = new RegistryGateway(routes, new GatewayLimits());
        var outcome = Npm(["ci", .. Quiet], folder, gateway, options.Said, cancellationToken);
        if (outcome.ExitCode != 0)
            throw Failure(locked.Spec, outcome, gateway, routes, TimeSpan.Zero);
        if (locked.Scripts)
            RunScripts(locked.Spec, folder, options, cancellationToken);
        foreach (var rest in new[] { "package.json", "package-lock.json", "node_modules/.package-lock.json" })
            File.Delete(Path.Combine(folder, rest));
        return NpmProgram.Find(folder, locked.Spec);
    }

    public string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken) => Resolve(spec, options, cancellationToken).Version;

    // Without a gateway, so without any network: a script that downloads fails.
    private void RunScripts(PackageSpec spec, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        var outcome = Npm(["rebuild", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", "--foreground-scripts"], folder, gateway: null, options.Said, cancellationToken);
        if (outcome.ExitCode != 0)
            throw new PackageException("MB6413", $"a build script of {spec.Name} failed: {Tail(outcome)}", "scripts run without a network; leave scripts at \"deny\" if the server works without them");
    }

    private BuildOutcome Npm(ImmutableArray<string> arguments, string folder, IBuildGateway? gateway, Action<string>? said, CancellationToken cancellationToken) => sandbox.Run(
        new BuildStep
        {
            Program = "npm",
            Arguments = arguments,
            Folder = folder,
            Gateway = gateway,
            Said = said,
            Environment = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // Neither the machine's configuration nor a folder's decides anything in here.
                ["npm_config_globalconfig"] = "/nonexistent/npmrc",
                ["npm_config_userconfig"] = "/nonexistent/.npmrc",
                ["npm_config_nodedir"] = "/usr",
                ["NO_COLOR"] = "1",
            }),
        },
        cancellationToken);

    private string NodeMajor(string folder, CancellationToken cancellationToken)
    {
        var outcome = sandbox.Run(new BuildStep { Program = "node", Arguments = ["--version"], Folder = folder }, cancellationToken);
        var version = outcome.Output.Trim().TrimStart('v').Split('.')[0];
        return outcome.ExitCode == 0 && version.Length > 0 && version.All(char.IsAsciiDigit)
            ? version
            : throw new PackageException("MB6401", $"node does not say its version: {Tail(outcome)}", "install Node.js and npm, or use an image that has them");
    }

    private PackageException Failure(PackageSpec spec, BuildOutcome outcome, RegistryGateway gateway, NpmRoutes routes, TimeSpan minAge)
    {
        // The gateway's reason is the cause; npm's words are what came of it.
        if (gateway.Refusals is [var first, ..])
            return new PackageException(first);
        if (routes.Missing.TryPeek(out var missing))
            return new PackageException("MB6414", $"there is no package {missing} in the registry that is meant for it, {config.For(missing).Origin}", "check the name, and the registry of its scope in the npm configuration");
        if (outcome.Output.Contains("ETARGET", StringComparison.Ordinal))
            return NoVersion(spec, routes, minAge);
        return new PackageException("MB6401", $"npm could not put {spec} together: {Tail(outcome)}", "the message is npm's own");
    }

    private PackageException NoVersion(PackageSpec spec, NpmRoutes routes, TimeSpan minAge)
    {
        var edge = time.GetUtcNow() - minAge;
        var times = routes.Metadata.Times(spec.Name).ToList();
        var old = times.FirstOrDefault(version => version.Published <= edge).Version;
        return minAge > TimeSpan.Zero && times is [var newest, ..] && newest.Published > edge
            ? new PackageException(
                "MB6415",
                $"no version of {spec} is at least {minAge.TotalDays:0.#} days old; {newest.Version} was published {(time.GetUtcNow() - newest.Published).TotalHours:0} hours ago{(old is null ? "" : $", the newest that is old enough is {old}")}",
                "wait, ask for an older version, or lift the gate: min_age = \"0s\" under [package]")
            : new PackageException("MB6416", $"{spec.Name} has no version {NpmName.Shown(spec.Wanted ?? "latest")}", $"`npm view {spec.Name} versions` lists them");
    }

    private static string Tail(BuildOutcome outcome) =>
        $"{NpmName.Shown(string.Join(" / ", outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3)))} (exit code {outcome.ExitCode})";
}
