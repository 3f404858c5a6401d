using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>Locks and builds one after the other; a failure does not keep the rest from it. stdout gets a line each: spec, version, key.</summary>
internal sealed class LockRun(TextWriter output, TextWriter error, CancellationToken cancellationToken)
{
    public int Run(Configuration configuration, IReadOnlyList<string> names, bool all)
    {
        var wanted = all ? [.. configuration.Servers.Keys.Where(name => IsPackage(configuration, name)), .. names] : names;
        if (wanted.Count == 0)
            return Refuse(new PackageException("MB6504", "there is nothing to lock", "name a server or a package, or say --all"), ExitCodes.Internal);
        return wanted.Select(name => LockOne(configuration, name)).Aggregate(ExitCodes.Ok, Math.Max);
    }

    private int LockOne(Configuration configuration, string name)
    {
        try
        {
            if (Subject(configuration, name) is not var (server, spec))
                return Refuse(new PackageException("MB6505", $"{name} is no package: nothing of it can be locked", "a server with a spec, or a command such as npx, is one"), ExitCodes.NotFound);
            var (locked, entry) = Lock(server.Profile, spec);
            output.WriteLine($"{spec} {locked.Version} {entry.Key}");
            return ExitCodes.Ok;
        }
        catch (PackageException failure)
        {
            return Refuse(failure, ExitCodes.PlanRefused);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("mcpbox: cancelled; nothing of it was kept");
            return ExitCodes.Internal;
        }
    }

    /// <summary>What is locked stays as it is; what is not is chosen now.</summary>
    private (LockedPackage Locked, StoreEntry Entry) Lock(Profile profile, PackageSpec spec)
    {
        var sandbox = PackageTools.Sandbox(profile);
        var ecosystem = PackageTools.EcosystemOf(spec, sandbox);
        var locked = LockFile.Read(PackageTools.LockFile).Find(spec, sandbox.Toolchain);
        if (locked is null)
        {
            Say($"{spec}: choosing versions");
            var rules = profile.Package;
            locked = ecosystem.Resolve(spec, new ResolveOptions(rules.MinAge, rules.AllowDeprecated, rules.Scripts == "allow", Say), cancellationToken);
        }

        Say($"{spec}: {locked.Version}");
        var entry = PackageTools.Store.Build(locked, folder =>
        {
            Say($"{spec}: building");
            return ecosystem.Build(locked, folder, new BuildOptions(Say), cancellationToken);
        });
        locked = locked with { Key = entry.Key, Tree = entry.Tree };
        _ = LockFile.Update(PackageTools.LockFile, file => file.With(locked));
        return (locked, entry);
    }

    internal static (ServerDefinition Server, PackageSpec Spec)? Subject(Configuration configuration, string name)
    {
        if (!configuration.HasServer(name))
        {
            var profile = configuration.FindProfile(Configuration.DefaultProfile);
            return profile.Value is { } found
                ? (new ServerDefinition(PackageNames.ServerName(name), null, [], found, Origin.CommandLine, name), SpecReader.Read(name))
                : throw Problem(profile.Problems[0]);
        }

        var server = configuration.FindServer(name);
        if (server.Value is not { } declared)
            throw Problem(server.Problems[0]);
        var (read, spec) = PreparedServer.Read(declared);
        return spec is null ? null : (read, spec);
    }

    private static bool IsPackage(Configuration configuration, string name)
    {
        try
        {
            return Subject(configuration, name) is not null;
        }
        catch (PackageException)
        {
            // Told when it is locked by its name; --all takes what it can.
            return false;
        }
    }

    private static PackageException Problem(Problem problem) => new(problem.Code, $"{problem.Origin}: {problem.Message}", problem.Hint);

    private int Refuse(PackageException failure, int exitCode)
    {
        Say($"{failure.Refusal.Code} {failure.Refusal.Message}\nhint: {failure.Refusal.Hint}");
        return exitCode;
    }

    private void Say(string text) => error.WriteLine(PlainText.EscapeLines($"mcpbox: {text}"));
}
