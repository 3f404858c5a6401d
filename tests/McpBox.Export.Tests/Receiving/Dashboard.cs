using System.Reflection;
using System.Text.Json;

namespace McpBox.Export.Tests.Receiving;

/// <summary>
/// A real receiver of OTLP/HTTP, the Aspire dashboard, on ports of its own. What it stored is asked back by its own API, so that it is its reading
/// of our bytes that tests look at.
/// </summary>
public sealed class Dashboard : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly RunningProgram _program;
    private readonly HttpClient _client = new() { Timeout = Patience.Long };
    private readonly string _api;

    public Dashboard()
    {
        var folder = typeof(Dashboard).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static pair => pair.Key == "Dashboard").Value!;
        _program = new RunningProgram(
            Path.Combine(folder, "Aspire.Dashboard"),
            [],
            [
                ("HOME", _scratch.Path),
                ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
                ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://127.0.0.1:0"),
                ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"),
            ],
            folder);
        _api = _program.NextLine("Now listening on:");
        Address = _program.NextLine("OTLP/HTTP listening on:");
        _program.IgnoreOutput();
    }

    /// <summary>Where it takes <c>v1/traces</c> and <c>v1/logs</c>.</summary>
    public string Address { get; }

    /// <summary>The spans that it holds of a server, in the order in which they began.</summary>
    internal IReadOnlyList<JsonElement> Spans(string server) => Items("spans", "resourceSpans", "scopeSpans", "spans", server);

    internal IReadOnlyList<JsonElement> Logs(string server) => Items("logs", "resourceLogs", "scopeLogs", "logRecords", server);

    public void Dispose()
    {
        _client.Dispose();
        _program.Dispose();
        _scratch.Dispose();
    }

    private List<JsonElement> Items(string what, string resources, string scopes, string items, string server)
    {
        using var json = JsonDocument.Parse(_client.GetStringAsync($"{_api}/api/telemetry/{what}?limit=10000&resource={server}").GetAwaiter().GetResult());
        return
        [
            .. from resource in json.RootElement.GetProperty("data").GetProperty(resources).EnumerateArray()
               where Attribute(resource.GetProperty("resource"), "service.name") == server
               from scope in resource.GetProperty(scopes).EnumerateArray()
               from item in scope.GetProperty(items).EnumerateArray()
               select item.Clone(),
        ];
    }

    /// <summary>An attribute's value as text; null where there is none.</summary>
    internal static string? Attribute(JsonElement owner, string key)
    {
        foreach (var pair in owner.GetProperty("attributes").EnumerateArray())
        {
            if (pair.GetProperty("key").GetString() == key)
                return pair.GetProperty("value").EnumerateObject().First().Value.ToString();
        }

        return null;
    }
}
