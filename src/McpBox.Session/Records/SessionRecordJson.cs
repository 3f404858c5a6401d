using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpBox.Posix.Processes;

namespace McpBox.Session.Records;

/// <summary>A record as one JSON object, UTF-8.</summary>
internal static class SessionRecordJson
{
    private const int Version = 1;

    public static byte[] Write(SessionRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("session"u8, record.Session);
            json.WriteString("server"u8, record.Server);
            json.WriteString("profile"u8, record.Profile);
            json.WriteString("engine"u8, record.Engine);
            json.WriteNumber("pid"u8, record.Owner.Id);
            json.WriteNumber("start"u8, record.Owner.Start);
            json.WriteString("boot"u8, record.Owner.Boot);
            json.WriteNumber("namespace"u8, record.Owner.Namespace);
            json.WriteString("started"u8, record.Started.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("journal"u8, record.Journal);
            json.WriteString("client"u8, record.Client);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <returns>Null for anything that is no whole record of this version.</returns>
    public static SessionRecord? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            return root.GetProperty("v"u8).GetInt32() == Version ? Read(root) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Cut short by a full disk, or of another version.
            return null;
        }
    }

    private static SessionRecord Read(JsonElement root) => new()
    {
        Session = Text(root, "session"),
        Server = Text(root, "server"),
        Profile = Text(root, "profile"),
        Engine = Text(root, "engine"),
        Owner = new ProcessIdentity(root.GetProperty("pid"u8).GetInt32(), root.GetProperty("start"u8).GetInt64(), Text(root, "boot"), root.GetProperty("namespace"u8).GetInt64()),
        Started = DateTimeOffset.Parse(Text(root, "started"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Journal = Text(root, "journal"),
        Client = Text(root, "client"),
    };

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
