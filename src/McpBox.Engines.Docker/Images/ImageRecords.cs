using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Images;

/// <summary>
/// Which bits each tag meant when it was first used or last pulled: <c>$XDG_STATE_HOME/mcpbox/images.json</c>, 0600. It decides what runs,
/// so it must be nobody else's to write; it is replaced as a whole or not at all.
/// </summary>
internal sealed class ImageRecords(string path)
{
    private const int LargestFile = 4 * 1024 * 1024;
    private const int FormVersion = 1;
    private const int GroupOrOtherWrite = 0x12; // 0022

    /// <param name="environment">Of mcpbox itself. An <c>XDG_STATE_HOME</c> that is not absolute is ignored (XDG Base Directory Specification).</param>
    public static ImageRecords Of(IReadOnlyDictionary<string, string> environment, string home)
    {
        var state = environment.GetValueOrDefault("XDG_STATE_HOME") is { } named && Path.IsPathFullyQualified(named)
            ? named
            : Path.Combine(home, ".local", "state");
        return new ImageRecords(Path.Combine(state, "mcpbox", "images.json"));
    }

    /// <summary>Null when there is no record.</summary>
    /// <exception cref="DockerException">MB2223.</exception>
    public ImageRecord? Find(ImageReference reference) => Read().Images.GetValueOrDefault(reference.ToString());

    /// <summary>Replaces or adds one record.</summary>
    /// <exception cref="DockerException">MB2223.</exception>
    public void Write(ImageReference reference, ImageRecord record)
    {
        try
        {
            PrivateFile.MakeFolder(Path.GetDirectoryName(path)!);

            // Two at once must not lose what the other one wrote.
            using var turn = FileLock.Take(path + ".lock");
            var file = Read();
            file.Images[reference.ToString()] = record;
            PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(file, ImageJson.Default.ImageRecordFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DockerException(ImageRefusals.RecordsUnusable(path, exception.Message));
        }
    }

    private ImageRecordFile Read()
    {
        var file = BoundedFile.Read(path, LargestFile, followLinks: false);
        if (file.Status == BoundedReadStatus.Missing)
            return new ImageRecordFile(FormVersion, new SortedDictionary<string, ImageRecord>(StringComparer.Ordinal));
        if (file.Status != BoundedReadStatus.Read)
            throw new DockerException(ImageRefusals.RecordsUnusable(path, file.Reason.Length > 0 ? file.Reason : $"it is no plain file of at most {LargestFile} bytes"));
        if (file.File is not { } status || status.Uid != Caller.EffectiveUserId() || (status.Permissions & GroupOrOtherWrite) != 0)
            throw new DockerException(ImageRefusals.RecordsUnusable(path, "it belongs to another user, or others can write it"));
        return Parse(file.Bytes);
    }

    private ImageRecordFile Parse(byte[] bytes)
    {
        try
        {
            var file = JsonSerializer.Deserialize(bytes, ImageJson.Default.ImageRecordFile);
            return file is { Version: FormVersion, Images: not null } && file.Images.Values.All(IsWhole)
                ? file
                : throw new DockerException(ImageRefusals.RecordsUnusable(path, "it is not in the form of this version of mcpbox"));
        }
        catch (JsonException exception)
        {
            throw new DockerException(ImageRefusals.RecordsUnusable(path, exception.Message));
        }
    }

    private static bool IsWhole(ImageRecord record) =>
        record is not null && ReferenceGrammar.IsDigest(record.Digest) && ReferenceGrammar.IsDigest(record.Id);
}
