using System.Collections.Immutable;
using System.Globalization;
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
            .Select(static path => KeyValuePair.Create(path, Identity(path)!))
            .Where(static file => file.Value is not null)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Which file a path leads to, the same through every mount of it: device and inode. Null where it leads nowhere.</summary>
    public static string? Identity(string path) => FileStatus.Of(path) is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"{status.Device >> 32}:{(uint)status.Device}:{status.Inode}")
        : null;
}
