using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace McpBox.Packages.Npm;

/// <summary>JSON documents of npm's are kept as trees, in the order in which they were written.</summary>
[JsonSourceGenerationOptions(WriteIndented = false)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PackageJson : JsonSerializerContext;
