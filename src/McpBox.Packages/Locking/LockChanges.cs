using System.Collections.Immutable;

namespace McpBox.Packages.Locking;

/// <summary>What would be run from now on and was not before.</summary>
public static class LockChanges
{
    private const string Scripts = "has build scripts of its own";

    /// <summary>Sorted by package; empty when both locks mean the same bytes.</summary>
    public static ImmutableArray<LockChange> Between(LockedPackage before, LockedPackage after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = ImmutableArray.CreateBuilder<LockChange>();
        var (old, now) = (Grouped(before), Grouped(after));
        foreach (var package in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            changes.AddRange(Of(package, old.GetValueOrDefault(package, []), now.GetValueOrDefault(package, [])));
        if (before.Scripts != after.Scripts)
            changes.Add(new LockChange(after.Spec.Name, before.Version, after.Version, after.Scripts ? "build scripts are run from now on" : "build scripts are not run any more"));

        // A form of resolution that is not known here, or an order that changed: the bytes of the lock have the last word.
        if (changes.Count == 0 && (before.Resolution != after.Resolution || before.Version != after.Version))
            changes.Add(new LockChange(after.Spec.Name, before.Version, after.Version, before.Version == after.Version ? "its lock is written differently" : null));
        return changes.ToImmutable();
    }

    private static Dictionary<string, List<LockedContent>> Grouped(LockedPackage locked) =>
        LockedContent.Of(locked).GroupBy(static content => content.Package, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.DistinctBy(static content => (content.Version, content.Hashes)).ToList(), StringComparer.Ordinal);

    private static IEnumerable<LockChange> Of(string package, List<LockedContent> old, List<LockedContent> now)
    {
        foreach (var content in now)
        {
            if (old.Find(other => other.Version == content.Version) is { } same && same.Hashes != content.Hashes)
                yield return new LockChange(package, content.Version, content.Version, "the same version has other bytes: its registry changed them");
        }

        var gone = old.Where(content => !now.Exists(other => other.Version == content.Version)).ToList();
        var come = now.Where(content => !old.Exists(other => other.Version == content.Version)).ToList();
        for (var i = 0; i < Math.Max(gone.Count, come.Count); i++)
        {
            var (from, to) = (gone.ElementAtOrDefault(i), come.ElementAtOrDefault(i));
            yield return new LockChange(package, from?.Version, to?.Version, to is { HasScripts: true } && from is not { HasScripts: true } ? Scripts : null);
        }
    }
}
