using System.Collections.Immutable;
using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Cli.Tests.Packages;

/// <summary>A registry that has one version of everything, and a builder that writes a script. What is real beside it: lock file, store, config.</summary>
internal sealed class FakeRegistry : IEcosystem, IBuildSandbox
{
    public string Version { get; set; } = "1.0.0";

    /// <summary>Further packages: name to version.</summary>
    public SortedDictionary<string, string> Dependencies { get; } = new(StringComparer.Ordinal);

    /// <summary>What the registry refuses with; null while it answers.</summary>
    public PackageException? Refusal { get; set; }

    public int Resolved { get; private set; }

    public int Built { get; private set; }

    public ResolveOptions? Asked { get; private set; }

    public Ecosystem Kind => Ecosystem.Npm;

    public string Toolchain { get; set; } = "host linux-x64 glibc";

    public LockedPackage Resolve(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Resolved++;
        Asked = options;
        if (Refusal is not null)
            throw Refusal;
        var packages = Dependencies.Prepend(new KeyValuePair<string, string>(spec.Name, Version))
            .Select(package => $$"""  "node_modules/{{package.Key}}": { "version": "{{package.Value}}", "integrity": "sha512-{{package.Key}}" }""");
        return new LockedPackage
        {
            Spec = spec,
            Version = Version,
            Toolchain = $"{Toolchain} node-20",
            Scripts = options.Scripts,
            Resolution = $"{{ \"lockfileVersion\": 3, \"packages\": {{\n{string.Join(",\n", packages)}\n}} }}\n",
        };
    }

    public StartCommand Build(LockedPackage locked, string folder, BuildOptions options, CancellationToken cancellationToken)
    {
        Built++;
        if (Refusal is not null)
            throw Refusal;
        File.WriteAllText(Path.Combine(folder, "server.js"), $"// {locked.Version}\n");
        return new StartCommand(["node", "{files}/server.js"], ImmutableSortedDictionary<string, string>.Empty);
    }

    public string NewestVersion(PackageSpec spec, ResolveOptions options, CancellationToken cancellationToken) => Resolve(spec, options, cancellationToken).Version;

    public BuildOutcome Run(BuildStep step, CancellationToken cancellationToken) => throw new NotSupportedException("nothing is run by this one");
}
