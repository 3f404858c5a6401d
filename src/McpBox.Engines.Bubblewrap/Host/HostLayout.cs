using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Host;

/// <summary>What the translation needs to know of this host's disk; read once, so that the translation itself looks at nothing.</summary>
internal sealed record HostLayout
{
    /// <summary>Symbolic links of the root that lead into /usr, and where to: <c>/bin</c> to <c>usr/bin</c>.</summary>
    public required ImmutableArray<HostLink> Links { get; init; }

    /// <summary>The same names where they are folders of their own: a host whose /usr is not merged.</summary>
    public required ImmutableArray<string> Folders { get; init; }

    /// <summary>Files and folders of /etc that are shown.</summary>
    public required ImmutableArray<string> Etc { get; init; }

    /// <summary>Links of /etc that lead into /usr.</summary>
    public required ImmutableArray<HostLink> EtcLinks { get; init; }

    /// <summary>Files of /proc to cover.</summary>
    public required ImmutableArray<string> MaskedFiles { get; init; }

    /// <summary>Folders of /proc to cover.</summary>
    public required ImmutableArray<string> MaskedFolders { get; init; }

    private static readonly ImmutableArray<string> RootNames = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>The dynamic linker's, the C library's and TLS's own configuration. Nothing of users, hosts, keys or services.</summary>
    private static readonly ImmutableArray<string> EtcNames =
    [
        "/etc/alternatives", "/etc/ca-certificates.conf", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime",
        "/etc/mime.types", "/etc/pki/ca-trust/extracted", "/etc/pki/tls/cert.pem", "/etc/pki/tls/certs", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
    ];

    public static HostLayout Read()
    {
        var etc = EtcNames.Where(Exists).ToImmutableArray();
        var etcLinks = etc.Select(Link).OfType<HostLink>().Where(link => link.Target.StartsWith("/usr/", StringComparison.Ordinal));
        var linked = etcLinks.ToImmutableArray();
        return new HostLayout
        {
            Links = [.. RootNames.Select(Link).OfType<HostLink>()],
            Folders = [.. RootNames.Where(name => Link(name) is null && Directory.Exists(name))],
            Etc = [.. etc.Where(name => !linked.Any(link => link.Path == name))],
            EtcLinks = linked,
            MaskedFiles = [.. KernelFiles.Masked.Where(File.Exists)],
            MaskedFolders = [.. KernelFiles.Masked.Where(Directory.Exists)],
        };
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static HostLink? Link(string path) => new FileInfo(path).LinkTarget is { } target ? new HostLink(path, target) : null;
}

/// <summary>A symbolic link and its literal target.</summary>
internal sealed record HostLink(string Path, string Target);
