using McpBox.Cli.Sessions;
using McpBox.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing;

namespace McpBox.Cli.Packages;

/// <summary>What the store holds and nobody needs: half-built, damaged, or in no lock of the caller's. What a session holds stays.</summary>
internal sealed class PackageGarbage(PackageParts parts)
{
    /// <summary>Names each thing, and removes it unless <paramref name="removal"/> only looks.</summary>
    public void Remove(Removal removal, bool dryRun)
    {
        LockFile locks;
        try
        {
            locks = LockFile.Read(parts.LockFile());
        }
        catch (PackageException failure)
        {
            // Without the lock nobody knows what is needed: nothing is.
            removal.CannotLook("the store of packages", $"{failure.Refusal.Code} {failure.Refusal.Message}");
            return;
        }

        var kept = locks.Packages.Select(static package => package.Key ?? PackageStore.KeyOf(package)).ToHashSet(StringComparer.Ordinal);
        removal.Guard("the store of packages", () =>
        {
            foreach (var (name, reason) in parts.Store.Collect(kept, remove: !dryRun))
                removal.Of($"the store's {name}: {reason}", static () => { });
        });
    }
}
