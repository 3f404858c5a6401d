using McpBox.Packages;
using McpBox.Packages.Forms;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>A server as it is really started: a package is a program of the store, by its lock, and a <c>docker run</c> line is an image under the plan. Nothing is fetched.</summary>
internal sealed class PreparedServer : IDisposable
{
    private readonly IDisposable? _hold;

    private PreparedServer(ServerDefinition server, IDisposable? hold = null) => (Server, _hold) = (server, hold);

    public ServerDefinition Server { get; }

    /// <summary>Whether the store's files are what was locked: begun already, on another thread.</summary>
    public Func<Refusal?>? LastCheck { get; private init; }

    /// <summary>For the manifest.</summary>
    public IReadOnlyDictionary<string, string> About { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <exception cref="PackageException">It cannot be read, or is not locked or built.</exception>
    public static PreparedServer Of(ServerDefinition declared)
    {
        var (server, spec) = Read(declared);
        return spec is null ? new PreparedServer(server) : OfPackage(server, spec);
    }

    /// <summary>What a server's words mean, and the package among them.</summary>
    /// <exception cref="PackageException">They cannot be read.</exception>
    public static (ServerDefinition Server, PackageSpec? Spec) Read(ServerDefinition declared)
    {
        if (declared.Spec is { } text)
            return (declared, SpecReader.Read(text));
        if (declared.Command is null || declared.Profile.Container.Image is not null)
            return (declared, null);
        return CommandForms.Read([declared.Command, .. declared.Args]) switch
        {
            PackageForm package => (declared with { Command = null, Args = package.Arguments }, package.Spec),
            ContainerForm container => (ContainerServer.Of(declared, container), null),
            _ => (declared, null),
        };
    }

    public void Dispose() => _hold?.Dispose();

    private static PreparedServer OfPackage(ServerDefinition server, PackageSpec spec)
    {
        var toolchain = server.Profile.Container.Image is null ? "host " : "image ";
        if (LockFile.Read(PackageTools.LockFile).Find(spec, toolchain) is not { Key: { } key } locked)
            throw new PackageException("MB6510", $"{spec} is not locked, and nothing is fetched while a client waits", $"mcpbox lock {Name(server, spec)}");
        if (PackageTools.Store.Find(key) is not { } entry)
            throw new PackageException("MB6511", $"{spec} {locked.Version} is locked and not built on this machine", $"mcpbox lock {Name(server, spec)}");
        var check = Task.Run(() => PackageStore.Check(entry, locked));
        var (filesystem, environment) = (server.Profile.Filesystem, server.Profile.Environment);
        return new PreparedServer(
            server with
            {
                Command = entry.Command[0],
                Args = [.. entry.Command[1..], .. server.Args],
                Profile = server.Profile with
                {
                    Filesystem = filesystem with { Mounts = [.. filesystem.Mounts, new MountDeclaration(entry.Files, null, Writable: false, AllowSensitive: true, server.Origin)] },
                    Environment = environment with { Set = entry.Environment.SetItems(environment.Set) },
                },
            },
            entry.Hold())
        {
            LastCheck = () => check.GetAwaiter().GetResult(),
            About = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["spec"] = spec.ToString(), ["version"] = locked.Version, ["toolchain"] = locked.Toolchain, ["key"] = key, ["tree"] = entry.Tree,
            },
        };
    }

    private static string Name(ServerDefinition server, PackageSpec spec) => server.Origin == Origin.CommandLine ? spec.ToString() : server.Name;
}
