using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.Versioning;
using McpBox.Cli.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing;
using McpBox.Profiles;

namespace McpBox.Cli.Tests.Packages;

/// <summary>A user's own folders, with a registry of the test's.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PackageDesk : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("mcpbox-packages-").FullName;

    public PackageDesk()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".config/mcpbox"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Parts = new PackageParts(new PackageStore(Path.Combine(_home, "packages"), TimeProvider.System), () => LockPath, _ => Registry, (_, _) => Registry, () => Shelf);
    }

    public FakeRegistry Registry { get; } = new();

    public FakeShelf Shelf { get; } = new();

    public PackageParts Parts { get; }

    public string ConfigPath => Path.Combine(_home, ".config/mcpbox/config.toml");

    public string LockPath => Path.Combine(_home, ".config/mcpbox/mcpbox.lock");

    public string Folder => _home;

    /// <summary>What a person answers; null for nobody there.</summary>
    public bool? Answer { get; set; }

    public ImmutableArray<LockedPackage> Locked => LockFile.Read(LockPath).Packages;

    public ConfigurationLocations Locations => ConfigurationLocations.FromEnvironment(name => name == "HOME" ? _home : null, Posix.Files.Caller.EffectiveUserId());

    /// <summary>Of the one package that is locked.</summary>
    public string Key => PackageStore.KeyOf(Assert.Single(Locked));

    /// <summary>As somebody who writes the lock file by hand.</summary>
    public void Rewrite(Func<LockedPackage, LockedPackage> change) =>
        _ = LockFile.Update(LockPath, file => file.Packages.Select(change).Aggregate(LockFile.Empty, static (changed, package) => changed.With(package)));

    public Configuration Configuration => Configuration.Load(Locations, _home);

    public void Configure(string toml) => File.WriteAllText(ConfigPath, toml);

    public (int Code, string Output, string Error) Lock(params string[] arguments) => Run(LockCommand.Create(() => Configuration, Parts), arguments);

    public (int Code, string Output, string Error) Update(params string[] arguments) => Run(UpdateCommand.Create(() => Configuration, Parts, (_, _) => Answer), arguments);

    public (int Code, string Output, string Error) Outdated(params string[] arguments) => Run(OutdatedCommand.Create(() => Configuration, Parts), arguments);

    public (int Code, string Output, string Error) Add(ImmutableArray<string> rest, params string[] arguments) =>
        Run(AddCommand.Create(rest, () => Locations, () => _home, Parts), arguments);

    public void Dispose()
    {
        // The store's files may not be written, and neither may their folders.
        _ = Parts.Store.Collect(new HashSet<string>(), remove: true);
        Directory.Delete(_home, recursive: true);
    }

    private static (int Code, string Output, string Error) Run(Command command, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null })
            .Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (code, output.ToString(), error.ToString());
    }
}
