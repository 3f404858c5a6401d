using System.Security.Cryptography;
using McpBox.Journal;
using McpBox.Journal.Indexing;

namespace McpBox.Cli.Replay;

/// <summary>
/// Whether a journal is one that this user's mcpbox wrote. Anybody can write a file that looks like one and lay it beside the others; what it
/// says of a command line must then not be run.
/// </summary>
internal static class JournalTrust
{
    /// <summary>Why the manifest is not to be believed; null when the index and its signatures vouch for it.</summary>
    /// <exception cref="JournalException">MB4201: the index is held by another.</exception>
    public static string? Doubt(JournalSession session, SessionIndex index)
    {
        var found = index.Verify(anchor: null);
        if (found.Problems.Count > 0)
            return $"the index of sessions is not whole: {found.Problems[0]}";
        if (!found.Sessions.TryGetValue(session.Id, out var known))
            return "no line of the index names this session";
        if (HashOfManifest(session.Path) != known.Root)
            return "its manifest is not the one that the index knows";
        var answer = SessionVerifier.Verify(session.Path, known);
        return answer.IsIntact || answer.Status == JournalStatus.Unsealed ? null : answer.Detail;
    }

    private static string HashOfManifest(string path)
    {
        using var reader = JournalReader.Open(path);
        return reader.TryReadLine(out var line) ? Convert.ToHexStringLower(SHA256.HashData(line)) : "";
    }
}
