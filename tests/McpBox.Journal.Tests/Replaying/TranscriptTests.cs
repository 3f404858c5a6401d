using McpBox.Journal.Replaying;

namespace McpBox.Journal.Tests.Replaying;

public sealed class TranscriptTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"form\":\"shape\",", "record 1 holds only the shape of the frame that the client sent")]
    [InlineData("\"form\":\"none\",", "record 1 holds nothing of the frame that the client sent")]
    public void A_session_whose_frames_were_not_kept_is_refused_by_name(string field, string reason)
    {
        var refusal = Assert.Throws<JournalException>(() => Transcript.ReadToSend(Journal(Frame("c2s", field, """{"jsonrpc":"4"}"""))));
        Assert.Equal(("MB4703", reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public void A_frame_that_is_recorded_by_its_beginning_is_refused()
    {
        var refusal = Assert.Throws<JournalException>(() => Transcript.ReadToSend(Journal(Frame("c2s", "", "{}", bytes: 70_000_000))));
        Assert.Equal(("MB4703", "record 1 holds only 2 of the 70000000 bytes that the client sent"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public void Frames_with_markers_are_sent_as_they_are_and_counted()
    {
        var transcript = Transcript.ReadToSend(Journal(Frame("c2s", "\"redacted\":1,", """{"jsonrpc":"2.0","id":1,"method":"[redacted:x:00]"}""", bytes: 9), Frame("c2s", "", """{"jsonrpc":"2.0","id":2,"method":"ping"}""")));
        Assert.Equal((1, 2), (transcript.RedactedFrames, transcript.FrameCount));
    }

    [Fact]
    public void What_the_server_sent_need_not_be_there_to_send()
    {
        Assert.Equal(0, Transcript.ReadToSend(Journal(Frame("s2c", "\"form\":\"shape\",", """{"jsonrpc":"3","id":0,"result":{}}"""))).FrameCount);
    }

    [Fact]
    public void Line_endings_are_sent_as_they_were()
    {
        var transcript = Transcript.ReadToSend(Journal(Frame("c2s", "\"eol\":\"crlf\",", "{}", bytes: 2), Frame("c2s", "\"eol\":\"none\",", "{}", bytes: 2)));
        Assert.Equal(["{}\r\n", "{}"], transcript.Frames.Select(frame => System.Text.Encoding.UTF8.GetString(frame.Wire)));
    }

    [Fact]
    public void A_session_that_is_too_large_is_refused_before_it_is_held()
    {
        var path = Path.Combine(_folder.Path, "20261120T090000.001Z-files-aa01.jsonl");
        using (var file = new StreamWriter(path))
        {
            var frame = Frame("c2s", "", $$"""{"x":"{{new string('x', 1 << 20)}}"}""");
            for (var i = 0; i < 70; i++)
                file.Write(frame + "\n");
        }

        Assert.Equal("MB4705", Assert.Throws<JournalException>(() => Transcript.ReadToSend(path)).Code);
        Assert.True(Transcript.ReadToCompare(path).IsCut);
    }

    [Theory]
    [InlineData("not JSON at all")]
    [InlineData("{\"server\":[],\"argv\":[1],\"plan\":3}")]
    [InlineData("{\"server\":\"\\ud800\"}")]
    public void A_manifest_that_says_nothing_starts_nothing(string manifest)
    {
        var start = RecordedStart.Of(Transcript.ReadToSend(Journal(Manifest(manifest))));
        Assert.Equal((null, null, null, 0), (start.Server, start.Spec, start.Directory, start.Argv.Length));
    }

    private static string Frame(string direction, string fields, string frame, long bytes = 1) =>
        $$"""{"v":1,"seq":1,"ts":"2026-11-20T09:00:00.000000000Z","mono":1,"dir":"{{direction}}","kind":"request","bytes":{{bytes}},"verdict":"forward",{{fields}}"frame":{{frame}},"prev":"{{new string('0', 64)}}"}""";

    private static string Manifest(string data) =>
        $$"""{"v":1,"seq":0,"ts":"2026-11-20T09:00:00.000000000Z","mono":1,"dir":"event","kind":"manifest","data":{{data}},"prev":"{{new string('0', 64)}}"}""";

    private string Journal(params string[] lines)
    {
        var path = Path.Combine(_folder.Path, "20261120T090000.001Z-files-aa01.jsonl");
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }
}
