using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using McpBox.Packages.Storing.Trees;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>Reads every byte of an entry that <see cref="EntryInspection"/> found whole.</summary>
internal static class EntryContent
{
    /// <returns>At most <see cref="EntryInspection.Many"/> files whose content is another one than the manifest says.</returns>
    public static ImmutableArray<Refusal> Compare(StoreEntry entry)
    {
        var read = BoundedFile.Read(Path.Join(entry.Folder, EntryNames.Manifest), EntryInspection.LongestManifest, followLinks: false);
        var problems = new ConcurrentBag<Refusal>();
        try
        {
            using var files = TreeFolder.Open(entry.Files);
            var options = new ParallelOptions { MaxDegreeOfParallelism = TreeSeal.Threads };
            _ = Parallel.ForEach(FilesOf(read.Bytes, entry), options, file =>
            {
                if (Problem(files, entry, file) is { } problem && problems.Count < EntryInspection.Many)
                    problems.Add(problem);
            });
        }
        catch (IOException exception)
        {
            problems.Add(Changed(entry, exception.Message));
        }

        return [.. problems.OrderBy(problem => problem.Message, StringComparer.Ordinal)];
    }

    private static List<(byte[] Path, string Hash)> FilesOf(ReadOnlySpan<byte> manifest, StoreEntry entry)
    {
        var found = new List<(byte[], string)>();
        var path = new byte[Manifest.LongestPath];
        var target = new byte[Manifest.LongestTarget];
        _ = Manifest.TrySkipHead(manifest, EntryDescription.HashOf(entry.Start), out var lines);
        while (!lines.IsEmpty && Manifest.TryTake(ref lines, path, target, out var line))
        {
            if (line.IsFile)
                found.Add((line.Path.ToArray(), Encoding.ASCII.GetString(line.Detail)));
        }

        return found;
    }

    private static Refusal? Problem(TreeFolder files, StoreEntry entry, (byte[] Path, string Hash) file)
    {
        try
        {
            return TreeSeal.Hash(files, file.Path).Hash == file.Hash ? null : Changed(entry, $"files/{PathText.Escape(file.Path)} has another content than was built");
        }
        catch (IOException exception)
        {
            return Changed(entry, exception.Message);
        }
    }

    private static Refusal Changed(StoreEntry entry, string what) =>
        new(StoreCodes.ContentChanged, $"{entry.Folder} was changed: {what}", "find out who did; mcpbox lock builds it anew");
}
