using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>What is read of the docker command line's own files.</summary>
[JsonSerializable(typeof(DockerConfig))]
[JsonSerializable(typeof(ContextMetadata))]
internal sealed partial class ConfigJson : JsonSerializerContext;
