using System.Globalization;

namespace McpBox.Journal;

/// <summary>One session's file, as its name tells it.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Id">ASCII letters and digits.</param>
/// <param name="Server">The configured server's name, made safe for a file's name.</param>
/// <param name="Start">UTC, milliseconds.</param>
public sealed record JournalSession(string Path, string Id, string Server, DateTimeOffset Start)
{
    private const int StampLength = 20;

    /// <summary>Null when the file's name is not that of a session.</summary>
    public static JournalSession? FromPath(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var extension = name.EndsWith(JournalFolder.PackedExtension, StringComparison.Ordinal) ? JournalFolder.PackedExtension : JournalFolder.Extension;
        if (!name.EndsWith(extension, StringComparison.Ordinal))
            return null;
        name = name[..^extension.Length];
        var last = name.LastIndexOf('-');
        if (last <= StampLength || name[StampLength] != '-' || !JournalFolder.IsSessionId(name[(last + 1)..]))
            return null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(name[..StampLength], JournalFolder.StampFormat, CultureInfo.InvariantCulture, Utc, out var start))
            return null;
        return new JournalSession(path, name[(last + 1)..], name[(StampLength + 1)..last], start);
    }
}
