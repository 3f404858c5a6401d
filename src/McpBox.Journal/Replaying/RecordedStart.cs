using System.Collections.Immutable;
using System.Text.Json;

namespace McpBox.Journal.Replaying;

/// <summary>What a manifest says of how its server was started. Text of a file: whether to believe it is its reader's decision.</summary>
/// <param name="Server">Its name.</param>
/// <param name="Spec">The package's; null for none.</param>
/// <param name="Argv">The command line inside the sandbox.</param>
/// <param name="Directory">Working directory of it; null when it is not said.</param>
/// <param name="InImage">It ran in a container's image.</param>
public sealed record RecordedStart(string? Server, string? Spec, ImmutableArray<string> Argv, string? Profile, string? Directory, bool InImage)
{
    private static readonly RecordedStart Unknown = new(null, null, [], null, null, InImage: false);

    public static RecordedStart Of(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        if (transcript.Manifest.Length == 0)
            return Unknown;
        try
        {
            using var json = JsonDocument.Parse(transcript.Manifest);
            var (root, plan) = (json.RootElement, Member(json.RootElement, "plan"));
            return new RecordedStart(
                Text(root, "server"), Text(Member(root, "package"), "spec"), Words(Member(root, "argv")), Text(root, "profile"), Text(plan, "working_directory"),
                Member(plan, "image").ValueKind == JsonValueKind.Object);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not as we write it.
            return Unknown;
        }
    }

    private static ImmutableArray<string> Words(JsonElement argv) => argv.ValueKind == JsonValueKind.Array && argv.EnumerateArray().All(static word => word.ValueKind == JsonValueKind.String)
        ? [.. argv.EnumerateArray().Select(static word => word.GetString()!)]
        : [];

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
}
