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
        try
        {
            // Without the lock nobody knows what is needed: nothing is looked at then.
            var kept = LockFile.Read(parts.LockFile()).Packages.Select(PackageStore.KeyOf).ToHashSet(StringComparer.Ordinal);
            foreach (var finding in parts.Store.Collect(kept, remove: !dryRun).Findings.Where(static finding => !finding.InUse))
                Tell(removal, finding, dryRun);
        }
        catch (PackageException failure)
        {
            removal.CannotLook("the store of packages", $"{failure.Refusal.Code} {failure.Refusal.Message}");
        }
    }

    private static void Tell(Removal removal, StoreFinding finding, bool dryRun)
    {
        var why = finding.Kind switch
        {
            StoreFindingKind.HalfBuilt => "its builder died",
            StoreFindingKind.HalfRemoved => "half removed",
            StoreFindingKind.Unreferenced => "no lock names it",
            _ => finding.Problems.FirstOrDefault()?.Message ?? "damaged",
        };
        var what = $"the store's {finding.Name}: {why}";
        if (finding.Removed || dryRun)
            removal.Of(what, static () => { });
        else
            removal.CannotLook(what, string.Join("; ", finding.Problems.Select(static problem => problem.Message)));
    }
}
