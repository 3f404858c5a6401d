using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>One element of GET /events.</summary>
/// <param name="Action"><c>oom</c>, <c>die</c>, <c>destroy</c>, …</param>
/// <param name="TimeNano">Nanoseconds since 1970, UTC, by the daemon's clock.</param>
internal sealed record DaemonEvent(
    string? Type, string? Action, EventActor? Actor, [property: JsonPropertyName("timeNano")] long TimeNano);

/// <summary>Whom an event is about.</summary>
/// <param name="Attributes">Labels of a container, and such as <c>exitCode</c>.</param>
internal sealed record EventActor([property: JsonPropertyName("ID")] string? Id, Dictionary<string, string>? Attributes);
