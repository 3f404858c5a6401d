using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Journal;

/// <summary>Where a session's file lies: <c>root/YYYY/MM/DD/utc-server-session.jsonl</c>. Makes the folders (0700) and refuses those that others could write to.</summary>
internal static class JournalFolder
{
    public const string Extension = ".jsonl";

    /// <summary>What a compressed journal has after <see cref="Extension"/>: gzip, RFC 1952.</summary>
    public const string PackedSuffix = ".gz";

    /// <summary>Of a closed session that was compressed.</summary>
    public const string PackedExtension = Extension + PackedSuffix;

    /// <summary>The start's UTC in a file's name.</summary>
    public const string StampFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";

    private const uint OwnerOnly = 0x1C0; // 0700
    private const uint GroupOrOtherWrite = 0x12; // 0022
    private const uint TypeMask = 0xF000;
    private const uint FolderType = 0x4000;
    private const int LongestServer = 64;

    /// <summary>Makes the day's folder below <paramref name="root"/> and returns the path of the session's file in it.</summary>
    /// <exception cref="ArgumentException">The session's id is not 1 to 64 ASCII letters and digits.</exception>
    /// <exception cref="JournalException">MB4001, MB4002.</exception>
    public static string PathFor(string root, string server, string sessionId, DateTimeOffset start)
    {
        if (!IsSessionId(sessionId))
            throw new ArgumentException("A session's id is 1 to 64 ASCII letters and digits.", nameof(sessionId));

        var utc = start.UtcDateTime;
        var folder = Path.GetFullPath(root);
        MakeParents(folder);
        Make(folder, followLinks: true);
        foreach (var part in new[] { "yyyy", "MM", "dd" })
        {
            folder = Path.Combine(folder, utc.ToString(part, CultureInfo.InvariantCulture));
            Make(folder, followLinks: false);
        }

        var stamp = utc.ToString(StampFormat, CultureInfo.InvariantCulture);
        return Path.Combine(folder, $"{stamp}-{SafeName(server)}-{sessionId}{Extension}");
    }

    /// <summary>Brings the names of a session's file and of its day's folders to the disk. False with the last error when one refuses.</summary>
    public static bool TrySync(string path)
    {
        var folder = path;
        for (var level = 0; level < 4; level++) // day, month, year, root
        {
            folder = Path.GetDirectoryName(folder)!;
            var descriptor = Libc.Open(folder, Libc.ReadOnlyCloseOnExec, 0);
            if (descriptor < 0)
                return false;
            using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
            if (Libc.Sync(descriptor) != 0)
                return false;
        }

        return true;
    }

    public static bool IsSessionId(string text) => text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>A server's name as it stands in a file's.</summary>
    /// <param name="also">Characters that stay, too.</param>
    public static string SafeName(string server, string also = "")
    {
        var safe = string.Create(Math.Min(server.Length, LongestServer), (server, also), static (name, given) =>
        {
            for (var i = 0; i < name.Length; i++)
                name[i] = char.IsAsciiLetterOrDigit(given.server[i]) || given.server[i] is '.' or '_' or '-' || given.also.Contains(given.server[i], StringComparison.Ordinal) ? given.server[i] : '_';
        });
        return safe.Length == 0 ? "_" : safe;
    }

    private static void MakeParents(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        if (parent is null || Directory.Exists(parent))
            return;
        MakeParents(parent);
        MakeOne(parent);
    }

    private static void Make(string folder, bool followLinks)
    {
        MakeOne(folder);
        if (!Libc.TryStat(folder, followLinks, out var owner, out var mode) || (mode & TypeMask) != FolderType)
            throw Refusal(folder, "is not a folder");
        if (owner != Libc.EffectiveUser())
            throw Refusal(folder, "belongs to another user");
        if ((mode & GroupOrOtherWrite) != 0)
            throw Refusal(folder, "can be written by its group or by others");
    }

    private static void MakeOne(string folder)
    {
        if (Libc.MakeFolder(folder, OwnerOnly) == 0 || Marshal.GetLastPInvokeError() == Libc.Eexist)
            return;
        var cause = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        throw new JournalException("MB4002", $"the journal's folder {folder} cannot be made: {cause}", "make the folder writable for you, or point XDG_STATE_HOME elsewhere");
    }

    private static JournalException Refusal(string folder, string cause) =>
        new("MB4001", $"the journal's folder {folder} {cause}", "give it to yourself alone (chown, chmod 700), or point XDG_STATE_HOME elsewhere");
}
