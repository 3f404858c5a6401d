using System.Collections.Immutable;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Npm;

/// <summary>Which registry has which packages, and how it is reached, as the user's own npm is configured. Printing it shows no secret.</summary>
public sealed class NpmConfig
{
    internal NpmConfig(RegistryConnection registry, ImmutableSortedDictionary<string, RegistryConnection> scopes)
    {
        Registry = registry;
        Scopes = scopes;
    }

    /// <summary>Has every package whose scope is not configured.</summary>
    public RegistryConnection Registry { get; }

    /// <summary>By <c>@scope</c>. A scope's packages are asked of its registry alone, and its registry is asked for nothing else.</summary>
    public ImmutableSortedDictionary<string, RegistryConnection> Scopes { get; }

    /// <summary>Asks the user's npm (<c>npm config list --json</c>, in <c>/</c>), and reads the files that it names for what it does not show.</summary>
    /// <param name="environment">Of the user, whole.</param>
    /// <exception cref="PackageException">MB6401, MB6417, or an address, credential or certificate that cannot be used.</exception>
    public static NpmConfig Read(IReadOnlyDictionary<string, string> environment) =>
        new NpmConfigReader(HostProgram.Run("npm", ["config", "list", "--json"], environment), environment).Read();

    /// <summary>The one registry that is asked for a package; decided by its scope, never by who has it.</summary>
    internal RegistryConnection For(string name) =>
        NpmName.Scope(name) is { } scope && Scopes.TryGetValue(scope, out var connection) ? connection : Registry;
}
