using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Images.Credentials;

/// <summary>What a registry is shown. Prints as three asterisks.</summary>
internal sealed record RegistryCredential(
    [property: JsonPropertyName("username")] string? UserName,
    [property: JsonPropertyName("password")] string? Password,
    [property: JsonPropertyName("identitytoken")] string? IdentityToken,
    [property: JsonPropertyName("registrytoken")] string? RegistryToken,
    [property: JsonPropertyName("serveraddress")] string ServerAddress)
{
    /// <summary>As the header X-Registry-Auth carries it: JSON, base64 of the URL alphabet with padding.</summary>
    public string ToHeader() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, ImageJson.Default.RegistryCredential))
        .Replace('+', '-').Replace('/', '_');

    public override string ToString() => "***";
}
