using System.Security.Cryptography;
using System.Text.Json;
using McpBox.Journal.Sealing;
using McpBox.Posix.Files;

namespace McpBox.Journal.Indexing;

/// <summary>A session that began and has not been seen to end.</summary>
internal sealed record OpenSession(string Session, string File);

/// <summary>
/// Where the index stands: the one key that can sign its next line, and nothing that could sign an earlier one. A file of its own, 0600,
/// replaced as a whole with each line.
/// </summary>
internal sealed class IndexState : IDisposable
{
    private IndexState(long sequence, string previous, SigningKey key, IReadOnlyList<OpenSession> open) =>
        (Sequence, Previous, Key, Open) = (sequence, previous, key, open);

    /// <summary>The next line's <c>seq</c>.</summary>
    public long Sequence { get; }

    /// <summary>The next line's <c>prev</c>.</summary>
    public string Previous { get; }

    public SigningKey Key { get; }

    public IReadOnlyList<OpenSession> Open { get; }

    public static IndexState First() => new(0, new string('0', LineHash.Digits), SigningKey.Create(), []);

    /// <summary>The state after one more line.</summary>
    public IndexState After(string line, SigningKey next, IReadOnlyList<OpenSession> open) => new(Sequence + 1, IndexEntry.HashOf(line), next, open);

    /// <summary>Null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, belongs to another user, or is not a state.</exception>
    public static IndexState? Read(string path)
    {
        if (FileStatus.OfLink(path) is not { } status)
            return null;
        if (status.Kind != FileKind.Regular || status.Uid != Caller.EffectiveUserId() || (status.Permissions & 0x3F) != 0)
            throw new IOException($"{path} is not a file of yours alone (mode 0600)");
        var bytes = File.ReadAllBytes(path);
        try
        {
            return Parse(bytes);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException)
        {
            throw new IOException($"{path} is damaged: {error.Message}", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Writes the state to the disk, in one step.</summary>
    public void Write(string path)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        var key = Key.Export();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, 1);
            json.WriteNumber("seq"u8, Sequence);
            json.WriteString("prev"u8, Previous);
            json.WriteBase64String("key"u8, key);
            json.WriteStartArray("open"u8);
            foreach (var open in Open)
            {
                json.WriteStartObject();
                json.WriteString("session"u8, open.Session);
                json.WriteString("file"u8, open.File);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        PrivateFile.Replace(path, buffer.WrittenSpan);
        CryptographicOperations.ZeroMemory(key);
        buffer.Clear();
    }

    public void Dispose() => Key.Dispose();

    private static IndexState Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var open = root.GetProperty("open").EnumerateArray()
            .Select(static one => new OpenSession(one.GetProperty("session").GetString()!, one.GetProperty("file").GetString()!)).ToList();
        var key = root.GetProperty("key").GetBytesFromBase64();
        try
        {
            return new IndexState(root.GetProperty("seq").GetInt64(), root.GetProperty("prev").GetString()!, SigningKey.Import(key), open);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
