using McpBox.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Packages;

/// <summary>How a locked package is started out of the store. Nothing is fetched. Held until it is disposed, so that it is not collected meanwhile.</summary>
internal sealed class PackageStart : IDisposable
{
    private readonly StoreEntry _entry;
    private readonly LockedPackage _locked;
    private readonly IDisposable _hold;
    private readonly Task<Refusal?> _check;

    private PackageStart(PackageStore store, StoreEntry entry, LockedPackage locked, bool verify)
    {
        (_entry, _locked, _hold) = (entry, locked, entry.Hold());

        // On another thread, while the sandbox is set up; held already, so nothing that is looked at goes away.
        _check = Task.Run(() => verify ? store.Verify(entry, locked).FirstOrDefault() : store.Check(entry, locked));
    }

    /// <summary>Whether the store's files are what was locked: waits for the look at them.</summary>
    public Refusal? LastCheck() => _check.GetAwaiter().GetResult();

    /// <summary>For the manifest.</summary>
    public IReadOnlyDictionary<string, string> About => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["spec"] = _locked.Spec.ToString(),
        ["version"] = _locked.Version,
        ["toolchain"] = _locked.Toolchain,
        ["key"] = _entry.Key,
        ["tree"] = _entry.Tree,
    };

    /// <param name="words">Of a package.</param>
    /// <param name="toolchain">Of the sandbox that it is to run in.</param>
    /// <param name="verify">True to read every byte, not only to look.</param>
    /// <exception cref="PackageException">It is not locked, not built, or locked in a way that the profile does not allow.</exception>
    public static PackageStart Of(ServerWords words, PackageParts parts, string toolchain, bool verify)
    {
        var (server, spec) = (words.Server, words.Spec!);
        if (LockFile.Read(parts.LockFile()).Find(spec, toolchain) is not { } locked)
        {
            throw new PackageException(
                PackageCodes.NotLocked, $"{spec} is not locked for this toolchain ({toolchain}), and nothing is fetched while a client waits", NextStep(server, spec));
        }

        if (locked.Scripts && server.Profile.Package.Scripts != "allow")
        {
            throw new PackageException(
                "MB6512", $"{spec} {locked.Version} was built with its packages' own scripts, which the profile {server.Profile.Name} denies",
                $"{NextStep(server, spec)} builds it without them; or say scripts = \"allow\" under [package]");
        }

        if (parts.Store.Find(PackageStore.KeyOf(locked)) is not { } entry)
            throw new PackageException(PackageCodes.NotBuilt, $"{spec} {locked.Version} is locked and not built on this machine", NextStep(server, spec));
        return new PackageStart(parts.Store, entry, locked, verify);
    }

    /// <summary>A plan's request with the package's program in front of the server's arguments, and its files beside it.</summary>
    /// <param name="words">Whose start this is.</param>
    public PlanRequest Fill(PlanRequest request, ServerWords words) => request with
    {
        Name = request.Name is { } name && !PackageNames.IsSpec(name) ? name : PackageNames.ServerName(words.Spec!),
        Program = _entry.Command[0],
        Arguments = [.. _entry.Command[1..], .. request.Arguments],
        Package = new PackageFiles(_entry.Files, $"{_locked.Spec} {_locked.Version}", _entry.Environment),
    };

    public void Dispose()
    {
        // What the look throws is told where its answer is asked for; here it only has to be over.
        _ = Task.WaitAny(_check);
        _hold.Dispose();
    }

    private static string NextStep(ServerDefinition server, PackageSpec spec)
    {
        var image = server.Origin == Origin.CommandLine && server.Profile.Container.Image is { } named ? $"--image {named} " : "";
        return $"mcpbox lock {image}{(server.Origin == Origin.CommandLine ? Quoted(spec.ToString()) : server.Name)}";
    }

    // A range has characters that a shell would take for its own.
    private static string Quoted(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '/' or ':' or '.' or '-' or '_' or '+' or '=' or '#') ? word : $"'{word}'";
}
