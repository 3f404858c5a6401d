using System.Collections.Immutable;
using McpBox.Posix.Files;

namespace McpBox.Sandbox.Probe;

/// <summary>What an engine tells a <see cref="ProbeContext"/> of this host, read on it.</summary>
public static class HostFacts
{
    /// <summary>For <see cref="ProbeContext.HostNamespaces"/>.</summary>
    /// <param name="kinds">Names of links in /proc/self/ns; one that this kernel does not have is passed over.</param>
    public static ImmutableArray<string> Namespaces(params ReadOnlySpan<string> kinds)
    {
        var links = ImmutableArray.CreateBuilder<string>();
        foreach (var kind in kinds)
        {
            if (new FileInfo($"/proc/self/ns/{kind}").LinkTarget is { } link)
                links.Add(link);
        }

        return links.ToImmutable();
    }

    /// <summary>For <see cref="ProbeContext.HostFiles"/>: those of the paths that are there.</summary>
    public static ImmutableSortedDictionary<string, string> Files(IEnumerable<string> paths) =>
        paths.Distinct(StringComparer.Ordinal)
            .Select(static path => (Path: path, Status: FileStatus.Of(path)))
            .Where(static file => file.Status is not null)
            .ToImmutableSortedDictionary(static file => file.Path, static file => Identity(file.Status!.Value), StringComparer.Ordinal);

    // FileStatus has major and minor in one number, each of 32 bits.
    private static string Identity(FileStatus status) =>
        $"{(status.Device >> 32).ToString()}:{((uint)status.Device).ToString()}:{status.Inode.ToString()}";
}
