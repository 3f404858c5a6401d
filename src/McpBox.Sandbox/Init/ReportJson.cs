using System.Collections.Immutable;
using System.Text.Json;

namespace McpBox.Sandbox.Init;

/// <summary>An <see cref="InitReport"/> as JSON.</summary>
internal static class ReportJson
{
    private const string Observations = "observations";

    public static void Write(Utf8JsonWriter json, InitReport report)
    {
        json.WriteStartObject();
        json.WriteStartObject(Observations);
        foreach (var (check, observed) in report.Observations)
            json.WriteString(check, observed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static InitReport Read(ref MessageReader message)
    {
        ImmutableSortedDictionary<string, string>? observations = null;
        while (message.NextName() is { } name)
            observations = name == Observations && observations is null ? message.Map() : throw MessageReader.Unexpected(name);
        return new InitReport(observations ?? throw MessageReader.Missing(Observations));
    }
}
