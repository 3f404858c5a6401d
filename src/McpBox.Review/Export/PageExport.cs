using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpBox.Journal;
using McpBox.Review.Sessions;

namespace McpBox.Review.Export;

/// <summary>Writes one session as one HTML file that needs nothing else: the page's script and style, and the records as data.</summary>
public static class PageExport
{
    /// <summary>More records, or more bytes, than these no browser shows in one file; such a session is refused.</summary>
    public const long MostRecords = 200_000;

    private const long MostBytes = 512L * 1024 * 1024;
    private const int RecordsInPart = 1000;

    // A longer body is cut, and the page says so.
    private const int LongestBody = 1024 * 1024;

    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file (0600) beside its place and renames it: it is there whole or not at all.</summary>
    /// <param name="force">Whether a file that is there already is replaced.</param>
    /// <returns>How many records are in it.</returns>
    /// <exception cref="JournalException">MB4501: the file exists. MB4502: the session is too large.</exception>
    /// <exception cref="IOException">The journal cannot be read, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static long Write(JournalSession session, string file, bool force)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("a file can be made private on Unix only");
        if (!force && Path.Exists(file))
            throw Existing(file);
        var next = string.Create(CultureInfo.InvariantCulture, $"{file}.{Environment.ProcessId}");
        try
        {
            long records;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnFile, BufferSize = 128 * 1024 };
            using (var stream = new FileStream(next, options))
                records = WritePage(session, stream);
            Rename(next, file, force);
            return records;
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    private static void Rename(string next, string file, bool force)
    {
        try
        {
            File.Move(next, file, force);
        }
        catch (IOException) when (!force && Path.Exists(file))
        {
            throw Existing(file);
        }
    }

    private static JournalException Existing(string file) => new("MB4501", $"{file} exists already", "name another file, or add --force to replace it");

    private static long WritePage(JournalSession session, Stream to)
    {
        // No frame-ancestors: a policy in a meta element cannot have it (CSP 3, 3.3).
        var policy = $"default-src 'none'; script-src '{Hash(ReviewPage.Script)}'; style-src '{Hash(ReviewPage.Style)}'; img-src data:; base-uri 'none'; form-action 'none'";
        var page = ReviewPage.Around("\u0001", "\u0002").Split('\u0001', '\u0002');
        Text(to, page[0]);
        Text(to, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<style>");
        to.Write(ReviewPage.Style);
        Text(to, $"</style>{page[1]}");
        var records = WriteData(session, to);
        Text(to, "<script>");
        to.Write(ReviewPage.Script);
        Text(to, $"</script>\n{page[2]}");
        return records;
    }

    private static string Hash(byte[] inline) => $"sha256-{Convert.ToBase64String(SHA256.HashData(inline))}";

    private static long WriteData(JournalSession session, Stream to)
    {
        using var reader = JournalReader.Open(session.Path);
        var index = 0L;
        while (reader.TryReadLine(out var line))
        {
            if (index == MostRecords || to.Length > MostBytes)
                throw new JournalException("MB4502", $"session {session.Id} is too large for one page: more than {MostRecords} records, or than {MostBytes >> 20} MiB", "`mcpbox log view` shows it piece by piece");
            Text(to, index % RecordsInPart == 0 ? "<script type=\"application/json\" class=\"records\">[" : ",\n");
            WriteRecord(to, index, line);
            if (++index % RecordsInPart == 0)
                Text(to, "]</script>\n");
        }

        if (index % RecordsInPart != 0)
            Text(to, "]</script>\n");
        WriteHead(session, to);
        return index;
    }

    private static void WriteHead(JournalSession session, Stream to)
    {
        var head = Json(json => SessionHead.Write(json, session, new FileInfo(session.Path).Length, JournalSummary.Read(session.Path)));
        Text(to, "<script type=\"application/json\" id=\"session-data\">");
        to.Write(head.WrittenSpan);
        Text(to, "</script>\n");
    }

    private static void WriteRecord(Stream to, long index, ReadOnlySpan<byte> line)
    {
        var shape = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(shape))
        {
            json.WriteStartObject();
            RecordShape.Write(json, index, line);
            json.WriteEndObject();
        }

        to.Write(shape.WrittenSpan[..^1]);
        if (JournalRecord.TryParse(line, out var record))
            WriteBody(to, record);
        Text(to, "}");
    }

    private static void WriteBody(Stream to, in JournalRecord record)
    {
        var body = record.BodyBytes(LongestBody + 4);
        if (body.Length > LongestBody)
        {
            body = body[..LongestBody];
            Text(to, ",\"cut\":1");
        }

        if (record.BodyForm != JournalBody.Raw && body.Length < LongestBody && Utf8.IsValid(body))
        {
            Text(to, ",\"text\":");
            ScriptJson.WriteString(to, body);
            return;
        }

        Text(to, ",\"base64\":\"");
        Text(to, Convert.ToBase64String(body));
        Text(to, "\"");
    }

    private static ArrayBufferWriter<byte> Json(Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        return bytes;
    }

    private static void Text(Stream to, string text) => to.Write(Encoding.UTF8.GetBytes(text));
}
