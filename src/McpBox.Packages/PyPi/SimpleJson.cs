using System.Globalization;
using System.Text.Json;

namespace McpBox.Packages.PyPi;

/// <summary>Reads a project's page in JSON (PEP 691, version 1.x).</summary>
internal static class SimpleJson
{
    public const string MediaType = "application/vnd.pypi.simple.v1+json";

    /// <exception cref="FormatException">It is no such page.</exception>
    public static SimpleProject Read(byte[] utf8)
    {
        try
        {
            using var page = JsonDocument.Parse(utf8);
            var root = page.RootElement;
            if (root.GetProperty("meta").GetProperty("api-version").GetString()?.StartsWith("1.", StringComparison.Ordinal) != true)
                throw new FormatException("it has another major version than 1");
            var status = root.TryGetProperty("project-status", out var marker) && marker.ValueKind == JsonValueKind.Object ? Text(marker, "status") : null;
            return new SimpleProject([.. root.GetProperty("files").EnumerateArray().Select(File)], status);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("it is no project page in JSON", failure);
        }
    }

    private static SimpleFile File(JsonElement file)
    {
        var address = Text(file, "url") ?? throw new FormatException("a file has no address");
        var hashes = file.GetProperty("hashes");
        return new SimpleFile(
            Text(file, "filename") ?? throw new FormatException("a file has no name"), address.Split('#')[0], SimpleFile.Digest(Text(hashes, "sha256")), Text(file, "requires-python"), Time(Text(file, "upload-time")), Yanked(file));
    }

    private static string? Yanked(JsonElement file)
    {
        if (!file.TryGetProperty("yanked", out var yanked))
            return null;
        return yanked.ValueKind switch
        {
            JsonValueKind.String => yanked.GetString() is { Length: > 0 } reason ? reason : null,
            JsonValueKind.False or JsonValueKind.Null => null,
            _ => "",
        };
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
