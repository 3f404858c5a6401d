using System.Text.Json;

namespace McpBox.Export.Tests.Formats;

/// <summary>
/// Events against what OCSF 1.3.0 asks of class API Activity: the attributes with requirement "required", the types and the enums, out of
/// events/application/api.json, events/base_event.json, includes/classification.json, includes/occurrence.json, objects/*.json and dictionary.json of
/// https://github.com/ocsf/ocsf-schema at tag 1.3.0 (commit c8bde8c4).
/// </summary>
public sealed class OcsfTests
{
    // Of the event, then of each object that we write: path, type. A path with ? is one that may be absent.
    private static readonly (string Path, string Type)[] Table =
    [
        ("activity_id", "integer"), ("category_uid", "integer"), ("class_uid", "integer"), ("type_uid", "integer"), ("severity_id", "integer"), ("time", "integer"),
        ("metadata", "object"), ("metadata.version", "string"), ("metadata.product", "object"), ("metadata.product.vendor_name", "string"), ("metadata.product.name", "string"),
        ("metadata.uid", "string"), ("metadata.correlation_uid", "string"), ("metadata.sequence", "integer"), ("metadata.original_time", "string"), ("metadata.log_name", "string"),
        ("actor", "object"), ("actor.app_name", "string"), ("actor.user?", "object"), ("actor.user.name?", "string"), ("actor.user.type_id?", "integer"), ("actor.session.uid", "string"),
        ("api", "object"), ("api.operation", "string"), ("api.request", "object"), ("api.request.uid", "string"), ("api.service.name", "string"),
        ("api.response?", "object"), ("api.response.code?", "integer"), ("api.response.error?", "string"), ("api.response.error_message?", "string"),
        ("src_endpoint", "object"), ("src_endpoint.svc_name", "string"), ("src_endpoint.hostname?", "string"), ("dst_endpoint", "object"), ("dst_endpoint.svc_name", "string"),
        ("status_id", "integer"), ("status", "string"), ("status_code", "string"), ("status_detail?", "string"), ("message", "string"), ("unmapped", "object"),
        ("start_time", "integer"), ("end_time?", "integer"), ("duration?", "integer"), ("resources?", "array"),
        ("activity_name", "string"), ("category_name", "string"), ("class_name", "string"), ("severity", "string"),
    ];

    private static readonly int[] Activities = [0, 1, 2, 3, 4, 99];
    private static readonly int[] Severities = [0, 1, 2, 3, 4, 5, 6, 99];
    private static readonly int[] Statuses = [0, 1, 2, 99];

    public static TheoryData<string> Kinds => ["read", "denied", "failed", "unanswered", "from the server", "list", "bare", "hostile"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_has_every_required_attribute_and_each_of_its_type(string kind)
    {
        var found = Event(Call(kind));
        foreach (var (path, type) in Table)
        {
            var value = Find(found, path.TrimEnd('?'));
            if (value is null)
                Assert.True(path.EndsWith('?'), path);
            else
                Assert.True(Is(value.Value, type), $"{path}: {value}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Enums_have_values_that_exist_and_agree_with_each_other(string kind)
    {
        var found = Event(Call(kind));
        Assert.Equal((6, 6003), (Number(found, "category_uid"), Number(found, "class_uid")));
        Assert.Equal((Number(found, "class_uid") * 100) + Number(found, "activity_id"), Number(found, "type_uid"));
        Assert.Contains(Number(found, "activity_id"), Activities);
        Assert.Contains(Number(found, "severity_id"), Severities);
        Assert.Contains(Number(found, "status_id"), Statuses);
        Assert.Equal("1.3.0", Find(found, "metadata.version")!.Value.GetString());
        string[] captions = ["Unknown", "Success", "Failure"];
        Assert.Equal(captions[Number(found, "status_id")], Find(found, "status")!.Value.GetString());
    }

    [Theory]
    [InlineData("read", 99, 1, 1)]
    [InlineData("list", 2, 1, 1)]
    [InlineData("denied", 99, 3, 2)]
    [InlineData("failed", 99, 2, 2)]
    [InlineData("unanswered", 99, 2, 0)]
    public void Outcomes_have_their_severity_and_status(string kind, int activity, int severity, int status)
    {
        var found = Event(Call(kind));
        Assert.Equal((activity, severity, status), (Number(found, "activity_id"), Number(found, "severity_id"), Number(found, "status_id")));
    }

    [Fact]
    public void Times_are_milliseconds_and_who_asked_is_the_source()
    {
        var found = Event(Call("read"));
        Assert.Equal(1_795_165_200_123, Find(found, "time")!.Value.GetInt64());
        Assert.Equal("claude-code", Find(found, "src_endpoint.svc_name")!.Value.GetString());
        Assert.Equal("tools/call read_file", Find(found, "api.operation")!.Value.GetString());
        Assert.Equal("files", Find(Event(Call("from the server")), "src_endpoint.svc_name")!.Value.GetString());
    }

    [Fact]
    public void A_hostile_name_is_one_event_on_one_line()
    {
        var lines = Written.As(ExportFormat.Ocsf, [.. Calls.HostileNames.Select(static row => Calls.Hostile(row.Data))]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Calls.HostileNames.Count, lines.Length);
        Assert.Equal(Calls.HostileNames.Select(static row => row.Data), lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("resources")[0].GetProperty("name").GetString()));
    }

    [Fact]
    public void What_was_reached_and_refused_is_unmapped()
    {
        var downstream = Find(Event(Calls.Reached("evil.example")), "unmapped.downstream")!.Value;
        Assert.Equal(
            """{"connection_count":1,"refusal_count":5,"connections":[{"host":"api.example.com","port":443,"address":"93.184.216.34","rule":"api.example.com:443","sent":1200,"received":40000,"duration_us":120000}],"refusals":[{"host":"evil.example","code":"MB7101","count":5}]}""",
            downstream.GetRawText());
        Assert.Null(Find(Event(Calls.Read()), "unmapped.downstream"));
    }

    private static ExportedCall Call(string kind) => kind switch
    {
        "read" => Calls.Read(),
        "denied" => Calls.Denied(),
        "failed" => Calls.Failed(),
        "unanswered" => Calls.Read() with { Outcome = Journal.Reviewing.CallOutcome.Unanswered, Latency = -1, ResponseBytes = -1 },
        "from the server" => Calls.Read() with { FromClient = false, Method = "sampling/createMessage", Tool = null },
        "list" => Calls.Read() with { Method = "tools/list", Tool = null },
        "bare" => new ExportedCall { Session = "s", Sequence = 0, Start = 0, Server = "", Outcome = default },
        _ => Calls.Hostile("\"\n}{"),
    };

    private static JsonElement Event(ExportedCall call) => JsonDocument.Parse(Written.As(ExportFormat.Ocsf, call)).RootElement;

    private static JsonElement? Find(JsonElement found, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (!found.TryGetProperty(name, out found))
                return null;
        }

        return found;
    }

    private static int Number(JsonElement found, string name) => found.GetProperty(name).GetInt32();

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}
