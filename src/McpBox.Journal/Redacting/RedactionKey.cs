using System.Security.Cryptography;
using McpBox.Posix.Files;

namespace McpBox.Journal.Redacting;

/// <summary>The user's key of the hashes in markers: 32 random bytes in a file that nobody else can read, made when it is first needed.</summary>
public static class RedactionKey
{
    public const string FileName = "redaction.key";

    private const int Length = 32;
    private const int OthersMask = 0x3F; // 0077

    /// <summary>Reads the key, or makes it: of two that make it at once, both get the same.</summary>
    /// <param name="folder">Usually <c>$XDG_STATE_HOME/mcpbox/keys</c>; is made with mode 0700.</param>
    /// <exception cref="JournalException">MB4301: it cannot be made or read. MB4302: others could have read it.</exception>
    public static byte[] OpenOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            PrivateFile.MakeFolder(folder);
            if (FileStatus.Of(folder) is { } status && (status.Uid != Caller.EffectiveUserId() || (status.Permissions & OthersMask) != 0))
                throw Exposed(folder);
            if (FileStatus.OfLink(path) is null)
                Create(folder, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception.Message);
        }

        return Read(path);
    }

    private static byte[] Read(string path)
    {
        var read = BoundedFile.Read(path, Length, followLinks: false);
        if (read.Status != BoundedReadStatus.Read || read.File is not { } file)
            throw Unusable(path, read.Status == BoundedReadStatus.Failed ? read.Reason : "it is no file of 32 bytes");
        if (file.Uid != Caller.EffectiveUserId() || (file.Permissions & OthersMask) != 0)
            throw Exposed(path);
        return read.Bytes.Length == Length ? read.Bytes : throw Unusable(path, $"it has {read.Bytes.Length} bytes and not {Length}");
    }

    // Alone: File.Move without overwriting looks first and renames then, so of two that make a key at once one would use what is replaced.
    private static void Create(string folder, string path)
    {
        using var alone = FileLock.TakeFolder(folder, shared: false);
        if (FileStatus.OfLink(path) is null)
            PrivateFile.Replace(path, RandomNumberGenerator.GetBytes(Length));
    }

    private static JournalException Unusable(string path, string cause) =>
        new("MB4301", $"the key of redacted values {path} cannot be used: {cause}", "make its folder writable for you, or remove the file: a new key is made, and markers of old and new sessions no longer compare");

    private static JournalException Exposed(string path) =>
        new("MB4302", $"{path}, which holds the key of redacted values, belongs to another user or can be read by others", "chmod 700 the folder and 600 the file; if somebody may have read the key, remove it");
}
