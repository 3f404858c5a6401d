using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>What holds for every frame: random ones with fixed seeds, and hostile ones.</summary>
public sealed class AnyFrameTests
{
    private const string Secret = "hunter22-\u00e4\"x";

    private static readonly string[] Pieces =
        [Secret, "password", "token", "\n", "\"", "\\", "{\"secret\":\"", "password=", "\U0001F511", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "%41", "a", "://u:p@h", " ", "eyJ", "\u0001"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Outside_of_markers_every_byte_is_the_frames_and_the_secret_is_nowhere(int seed)
    {
        var random = new Random(seed);
        var rules = Kept.Rules with { Secrets = [Secret] };
        for (var round = 0; round < 60; round++)
        {
            var frame = Value(random, 4).ToJsonString(new JsonSerializerOptions { Encoder = random.Next(2) == 0 ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null });
            var kept = Kept.Frame($$"""{"a":{{frame}}}""", rules);
            AssertIsFrameWithMarkers(kept.Body, $$"""{"a":{{frame}}}""");
            foreach (var text in Texts(JsonNode.Parse(kept.Body)!))
                Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[{\"token\":1}", ",{\"token\":1}", "]")]
    [InlineData("{\"a\":\"", "eyJ", "\"}")]
    [InlineData("{\"a\":\"", "-eyJ-", "\"}")]
    [InlineData("{\"a\":\"", "password=", "\"}")]
    [InlineData("{\"a\":\"", "://a:", "\"}")]
    [InlineData("{\"a\":\"", "\\\\\\\"token\\\\\\\":", "\"}")]
    [InlineData("{\"a\":\"", "\\\\\\\\", "\"}")]
    [InlineData("{\"a\":\"", "%25", "\"}")]
    [InlineData("{\"a\":\"", "hunter22", "\"}")]
    [InlineData("{\"a\":\"", "-----BEGIN PRIVATE KEY", "\"}")]
    [InlineData("{\"a\":\"", "sk-sk_", "\"}")]
    [InlineData("{\"a\":\"", "bearer ", "\"}")]
    public void A_hostile_frame_costs_time_in_proportion_to_its_size(string begin, string many, string end)
    {
        var rules = Kept.Rules with { Secrets = ["hunter22hunter22hunter2x", "aaaaaaaa"] };
        var watch = Stopwatch.StartNew();
        _ = Kept.Frame(begin + string.Concat(Enumerable.Repeat(many, (1 << 19) / many.Length)) + end, rules);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_body_of_too_many_secrets_is_replaced_as_a_whole()
    {
        var frame = "[" + string.Join(',', Enumerable.Repeat("{\"token\":1}", 262_200)) + "]";
        Assert.Equal("\"[redacted:excess]\"", Kept.Frame(frame).Shown);
    }

    [Fact]
    public void JSON_nested_as_deeply_as_a_record_may_embed_is_redacted()
    {
        var frame = string.Concat(Enumerable.Repeat("[", 254)) + "{\"token\":\"x\"}" + string.Concat(Enumerable.Repeat("]", 254));
        Assert.Equal(1, Kept.Frame(frame).Redacted);
    }

    [Fact]
    public void Deciding_that_a_frame_holds_nothing_allocates_nothing()
    {
        using var scratch = new ScratchFolder();
        using var journal = Kept.Create(scratch.Path, Kept.Rules with { Secrets = [Secret] });
        var frame = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","_meta":{"progressToken":3}}}"""u8.ToArray();
        var entry = Samples.Request(frame);
        for (var i = 0; i < 2000; i++)
            journal.Stage(entry);
        // No more than there are between two checkpoints, which allocate.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 900; i++)
            journal.Stage(entry);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2000, $"{GC.GetAllocatedBytesForCurrentThread() - before} bytes");
    }

    private static void AssertIsFrameWithMarkers(string body, string frame)
    {
        // Everything between two markers stands in the frame, in this order, and the ends are the frame's.
        var at = 0;
        var parts = System.Text.RegularExpressions.Regex.Split(body, @"""?\[redacted:[a-z-]+:[0-9a-f]{16}\]""?", default, TimeSpan.FromSeconds(5));
        Assert.StartsWith(parts[0], frame, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], frame, StringComparison.Ordinal);
        foreach (var part in parts)
        {
            at = frame.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{part} is not in {frame}");
            at += part.Length;
        }
    }

    private static JsonNode Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => JsonValue.Create(random.Next(1000)),
        1 or 2 or 3 => JsonValue.Create(Text(random)),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode?)Value(random, depth - 1))]),
        5 => JsonValue.Create(Value(random, depth - 1).ToJsonString()),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(Text(random) + i, (JsonNode?)Value(random, depth - 1)))),
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(6); i > 0; i--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonArray array => array.SelectMany(item => item is null ? [] : Texts(item)),
        JsonObject entries => entries.SelectMany(entry => Texts(entry.Value!).Prepend(entry.Key)),
        _ => [node.ToString()],
    };
}
