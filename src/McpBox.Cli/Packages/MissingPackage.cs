using McpBox.Packages;
using McpBox.Session;

namespace McpBox.Cli.Packages;

/// <summary><c>on_missing = "build"</c>: a package that is not locked or not built is, while its client waits.</summary>
internal static class MissingPackage
{
    /// <summary>The package's start; built before where its profile wants that.</summary>
    /// <param name="client">Looked after meanwhile.</param>
    /// <param name="say">Progress, for people.</param>
    /// <exception cref="PackageException">It is not there, and may not or could not be built.</exception>
    public static PackageStart Open(ServerWords words, PackageParts parts, string toolchain, bool verify, EarlyClient client, Action<string> say)
    {
        try
        {
            return PackageStart.Of(words, parts, toolchain, verify);
        }
        catch (PackageException missing) when (PackageCodes.IsMissing(missing.Refusal.Code) && words.Server.Profile.Package.OnMissing == "build")
        {
            say($"{missing.Refusal.Message}; on_missing = \"build\": it is built now, and the client waits");
            Build(words, parts, client, say, missing.Refusal.Hint);
            return PackageStart.Of(words, parts, toolchain, verify);
        }
    }

    private static void Build(ServerWords words, PackageParts parts, EarlyClient client, Action<string> say, string beforehand)
    {
        try
        {
            client.During(token => _ = Locking.Of(parts, words, say, token).Lock());
        }
        catch (OperationCanceledException)
        {
            throw new PackageException("MB6513", $"the client went away while {words.Spec} was built; nothing of it was kept", $"build it beforehand: {beforehand}");
        }
    }
}
