using System.Text.Json.Serialization;
using McpBox.Engines.Docker.Images.Credentials;

namespace McpBox.Engines.Docker.Images;

[JsonSourceGenerationOptions(WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageRecordFile))]
[JsonSerializable(typeof(RegistryCredential))]
[JsonSerializable(typeof(HelperAnswer))]
internal sealed partial class ImageJson : JsonSerializerContext;
