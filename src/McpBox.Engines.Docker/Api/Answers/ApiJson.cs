using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>What is read of a daemon's answers. Fields that are not named here are passed over.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, Converters = [typeof(TextList)])]
[JsonSerializable(typeof(DaemonVersion))]
[JsonSerializable(typeof(DaemonInfo))]
[JsonSerializable(typeof(DaemonError))]
[JsonSerializable(typeof(CreatedContainer))]
[JsonSerializable(typeof(CreatedExec))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(List<ContainerSummary>))]
[JsonSerializable(typeof(ContainerEnd))]
[JsonSerializable(typeof(DaemonEvent))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(PullMessage))]
internal sealed partial class ApiJson : JsonSerializerContext;
