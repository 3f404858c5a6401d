using System.Collections.Immutable;

namespace McpBox.Packages.Specs;

/// <summary>
/// What package managers also take and no registry vouches for: addresses, repositories, files, aliases. There is no version to pin and no
/// age to ask for, so each is refused by its name.
/// </summary>
internal static class Addresses
{
    private static readonly ImmutableArray<string> Schemes = ["http:", "https:", "ftp:", "ssh:", "git:", "git+", "hg+", "svn+", "bzr+"];

    private static readonly ImmutableArray<string> Hosts = ["github:", "gitlab:", "bitbucket:", "gist:"];

    private static readonly ImmutableArray<string> FileSchemes = ["file:", "link:", "portal:", "workspace:"];

    private static readonly ImmutableArray<string> FileEndings = [".tgz", ".tar.gz", ".tar", ".whl", ".nupkg", ".zip", ".tar.bz2", ".tar.xz"];

    /// <summary>Refuses a text that is none of a registry's packages, whole or after its <c>@</c>.</summary>
    /// <exception cref="PackageException">It is one of these.</exception>
    public static void Refuse(string text)
    {
        var at = text.IndexOf('@', Math.Min(1, text.Length));
        var target = at < 0 ? "" : text[(at + 1)..].TrimStart();
        RefuseOne(text, text);
        if (target.Length > 0)
        {
            if (StartsWithAny(target, ["npm:", "jsr:"]))
            {
                throw new PackageException(
                    "MB6004", $"\"{text}\" is an alias: one package's name for another one", $"name the package itself: {target}");
            }

            RefuseOne(text, target);
        }
    }

    private static void RefuseOne(string text, string target)
    {
        // There is an npm package called git: "git@1.2.3" is its version, "git@host:path" an address.
        var ssh = target.StartsWith("git@", StringComparison.OrdinalIgnoreCase) && target.Contains(':', StringComparison.Ordinal);
        if (ssh || StartsWithAny(target, Schemes) || StartsWithAny(target, Hosts) || target.Contains("://", StringComparison.Ordinal))
        {
            throw new PackageException(
                "MB6002", $"\"{text}\" is an address, which no registry vouches for and whose content may change any time",
                "name a published package; or fetch and read it yourself, and run it from its folder: mcpbox run -- node /path/to/server.js");
        }

        if (StartsWithAny(target, FileSchemes) || IsPath(target) || FileEndings.Any(ending => target.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new PackageException(
                "MB6003", $"\"{text}\" is a file or folder, not a package of a registry",
                "run it as a command line: mcpbox run -- node /path/to/server.js");
        }
    }

    private static bool IsPath(string text) =>
        text[0] is '/' or '\\' or '~' && !text.StartsWith("~=", StringComparison.Ordinal) && !IsTildeRange(text)
        || text is "." or ".."
        || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
        || text is [_, ':', '/' or '\\', ..] && char.IsAsciiLetter(text[0]);

    // npm's "~1.2" is a range.
    private static bool IsTildeRange(string text) => text is ['~', >= '0' and <= '9' or '>' or 'v' or ' ', ..];

    private static bool StartsWithAny(string text, ImmutableArray<string> starts) =>
        starts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
