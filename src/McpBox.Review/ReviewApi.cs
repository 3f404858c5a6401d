using System.Buffers;
using System.Globalization;
using System.Text.Json;
using McpBox.Journal;
using McpBox.Review.Http;
using McpBox.Review.Sessions;

namespace McpBox.Review;

/// <summary>The page's questions: which sessions, which records, one body, where a text stands. Each answer is bounded.</summary>
internal sealed class ReviewApi(SessionShelf shelf, TimeProvider time)
{
    private const int MostSessions = 1000;
    private const int MostRecords = 5000;
    private const int MostBytes = 2 * 1024 * 1024;
    private const int LongestText = 256;

    // As much of a body as is shown without being asked for all of it.
    private const int BodyPiece = 256 * 1024;

    // A search answers in slices, so that the page can show how far it is and can stop.
    private const long SearchSlice = 64 * 1024 * 1024;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    // As `log tail`: polling costs less than a watcher, and works on every file system.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return request.Path.Split('/') switch
            {
                ["", "api", "sessions"] => Sessions(),
                ["", "api", "sessions", var id, var question] when shelf.Find(id) is { } lines => await AskAsync(lines, question, request, cancel),
                _ => HttpReply.Text(404, "there is no such session"),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HttpReply.Text(404, $"the journal cannot be read: {error.Message}");
        }
    }

    private async Task<HttpReply> AskAsync(SessionLines lines, string question, HttpRequest request, CancellationToken cancel) => question switch
    {
        "records" => await RecordsAsync(lines, request, cancel),
        "body" => Body(lines, request),
        "search" => Search(lines, request),
        _ => HttpReply.Text(404, "there is no such question"),
    };

    private HttpReply Sessions() => Json(json =>
    {
        json.WriteStartArray("sessions");
        foreach (var (session, length, summary) in shelf.Newest(MostSessions))
        {
            json.WriteStartObject();
            SessionHead.Write(json, session, length, summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("limit", MostSessions);
    });

    /// <summary>The records from <c>from</c> on. With <c>wait</c>, an answer about a living session comes when there is something new, or after a while.</summary>
    private async Task<HttpReply> RecordsAsync(SessionLines lines, HttpRequest request, CancellationToken cancel)
    {
        var from = request.Number("from", 0);
        var until = time.GetTimestamp();
        while (true)
        {
            var live = lines.IsBeingWritten();
            var (reply, count) = Records(lines, from, live);
            if (count > 0 || !live || request.Number("wait", 0) == 0 || time.GetElapsedTime(until) > Wait)
                return reply;
            await Task.Delay(Interval, time, cancel);
        }
    }

    private static (HttpReply Reply, int Count) Records(SessionLines lines, long from, bool live)
    {
        var count = 0;
        var reply = Json(json =>
        {
            json.WriteString("id", lines.Session.Id);
            json.WriteString("server", lines.Session.Server);
            json.WriteNumber("from", from);
            json.WriteBoolean("live", live);
            json.WriteStartArray("records");
            var ended = lines.Read(from, (index, line) =>
            {
                json.WriteStartObject();
                RecordShape.Write(json, index, line);
                json.WriteEndObject();
                return ++count < MostRecords && json.BytesCommitted + json.BytesPending < MostBytes;
            });
            json.WriteEndArray();
            json.WriteBoolean("ended", ended);
        });
        return (reply, count);
    }

    /// <summary>A record's body byte for byte (of <c>raw</c>: decoded): its beginning, or all of it with <c>whole</c>.</summary>
    private static HttpReply Body(SessionLines lines, HttpRequest request)
    {
        var wanted = request.Number("i", -1);
        if (wanted < 0)
            return HttpReply.Text(400, "which record?");
        var limit = request.Number("whole", 0) == 1 ? int.MaxValue : BodyPiece;
        var reply = HttpReply.Text(404, "there is no such record");
        lines.Read(wanted, (_, line) =>
        {
            if (!JournalRecord.TryParse(line, out var record))
                return false;
            var total = record.BodyForm == JournalBody.Raw ? record.Body.Length / 4 * 3 : record.Body.Length;
            var body = record.BodyBytes(limit);
            var isCut = body.Length > limit || total > limit + 3L;
            reply = new HttpReply(200, HttpReply.Bytes, body[..Math.Min(body.Length, limit)].ToArray())
            {
                More = string.Create(CultureInfo.InvariantCulture, $"X-Mcpbox-Form: {RecordShape.Form(record)}\r\nX-Mcpbox-Total: {(isCut ? total : body.Length)}\r\nX-Mcpbox-Cut: {(isCut ? 1 : 0)}\r\n"),
            };
            return false;
        });
        return reply;
    }

    private static HttpReply Search(SessionLines lines, HttpRequest request)
    {
        var text = request.Query.GetValueOrDefault("q", "");
        if (text.Length is 0 or > LongestText)
            return HttpReply.Text(400, $"a text to search for has 1 to {LongestText} characters");
        var (from, next, read) = (request.Number("from", 0), request.Number("from", 0), 0L);
        var search = new BodySearch(text);
        return Json(json =>
        {
            json.WriteStartArray("found");
            var ended = lines.Read(from, (index, line) =>
            {
                next = index + 1;
                read += line.Length;
                if (search.Matches(line))
                    json.WriteNumberValue(index);
                return read < SearchSlice;
            });
            json.WriteEndArray();
            json.WriteNumber("next", next);
            json.WriteBoolean("ended", ended);
        });
    }

    private static HttpReply Json(Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return new HttpReply(200, HttpReply.Json, bytes.WrittenMemory);
    }
}
