using System.Text.Json;
using McpBox.Packages.Registries;

namespace McpBox.Packages.PyPi;

/// <summary>What pip gets. In JSON only (PEP 691): a pip that has <c>--report</c>, without which nothing is resolved, reads it.</summary>
internal static class SimpleAnswer
{
    public static GatewayAnswer Page(string project, IEnumerable<OfferedWheel> wheels)
    {
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("meta");
            json.WriteString("api-version", "1.0");
            json.WriteEndObject();
            json.WriteString("name", project);
            json.WriteStartArray("files");
            foreach (var wheel in wheels)
                Write(json, wheel);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        body.Position = 0;
        return new GatewayAnswer(200, SimpleJson.MediaType, body);
    }

    private static void Write(Utf8JsonWriter json, OfferedWheel wheel)
    {
        json.WriteStartObject();
        json.WriteString("filename", wheel.File.Name);
        json.WriteString("url", wheel.Path);
        json.WriteStartObject("hashes");
        json.WriteString("sha256", wheel.Sha256);
        json.WriteEndObject();
        if (wheel.File.RequiresPython is { } python)
            json.WriteString("requires-python", python);
        json.WriteEndObject();
    }
}
