using System.Collections.Immutable;
using System.Text;
using McpBox.Packages.Storing.Trees;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>Goes through a store once. Whatever has a name that the store gives to nothing is left alone.</summary>
internal sealed class Collector(StoreRoot root, IReadOnlySet<string> keptKeys, bool remove)
{
    private readonly List<StoreFinding> _findings = [];
    private int _whole;

    public StoreFindings Run()
    {
        if (!root.Exists())
            return new StoreFindings([], 0);
        try
        {
            using var store = TreeFolder.Open(root.Path);
            foreach (var name in store.Names().Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal))
                Look(store, name);
        }
        catch (IOException exception)
        {
            throw new PackageException(StoreCodes.Root, $"the package store cannot be read: {exception.Message}", "make it readable for you");
        }

        return new StoreFindings([.. _findings], _whole);
    }

    private void Look(TreeFolder store, string name)
    {
        if (name.StartsWith(StoreRoot.Building, StringComparison.Ordinal))
            LookAtRemains(store, name, StoreFindingKind.HalfBuilt);
        else if (name.StartsWith(StoreRoot.Gone, StringComparison.Ordinal))
            LookAtRemains(store, name, StoreFindingKind.HalfRemoved);
        else if (name.StartsWith(StoreRoot.Queue, StringComparison.Ordinal))
            RemoveQueue(store, name);
        else if (StoreRoot.IsKey(name))
            LookAtEntry(store, name);
    }

    private void LookAtRemains(TreeFolder store, string name, StoreFindingKind kind) => Remove(store, name, kind, [], static (_, name) => name);

    private void LookAtEntry(TreeFolder store, string key)
    {
        if (!keptKeys.Contains(key))
        {
            Remove(store, key, StoreFindingKind.Unreferenced, [], StoreRoot.Retire);
        }
        else if (ProblemsOf(key) is { IsEmpty: false } problems)
        {
            Remove(store, key, StoreFindingKind.Damaged, problems, StoreRoot.Retire);
        }
        else
        {
            _whole++;
        }
    }

    private ImmutableArray<Refusal> ProblemsOf(string key)
    {
        if (EntryDescription.Read(root.At(key), key) is not { } entry)
            return [new Refusal(StoreCodes.Changed, $"{root.At(key)} was changed: entry.json is missing or not its own", "mcpbox lock builds it anew")];
        var problems = EntryInspection.Inspect(entry, EntryInspection.Many);
        return problems.Count > 0 ? [.. problems] : EntryContent.Compare(entry);
    }

    /// <param name="retire">Takes the name away first, where somebody could still find it by that; gives the new one.</param>
    private void Remove(TreeFolder store, string name, StoreFindingKind kind, ImmutableArray<Refusal> problems, Func<TreeFolder, string, string> retire)
    {
        var (inUse, removed) = (false, false);
        var bytes = 0L;
        try
        {
            // Held until it is gone: who waits for a lock on it looks afterwards whether it still has its name.
            using var alone = FileLock.TryTakeFolder(root.At(name));
            inUse = alone is null;
            bytes = TreeUsage.Of(store, Encoding.UTF8.GetBytes(name));
            if (remove && !inUse)
            {
                TreeRemoval.Remove(store, Encoding.UTF8.GetBytes(retire(store, name)));
                removed = true;
            }
        }
        catch (IOException exception)
        {
            problems = problems.Add(new Refusal(StoreCodes.CannotRemove, $"{root.At(name)} cannot be removed: {exception.Message}", "remove it by hand, or try again"));
        }

        _findings.Add(new StoreFinding(kind, name, bytes, inUse, removed, problems));
    }

    /// <summary>Nothing to tell anybody about: an empty file, which the next builder makes again.</summary>
    private void RemoveQueue(TreeFolder store, string name)
    {
        if (!remove || FileStatus.OfLink(root.At(name)) is not { Kind: FileKind.Regular })
            return;
        using var alone = FileLock.TryTake(root.At(name));
        if (alone?.IsAt(root.At(name)) == true)
            store.Remove(Encoding.UTF8.GetBytes(name), folder: false);
    }
}
