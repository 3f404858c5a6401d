using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary><c>config.json</c> of the docker command line, as far as mcpbox obeys it. Holds secrets: never printed.</summary>
/// <param name="CurrentContext">Null or empty for none.</param>
/// <param name="Auths">Credentials by registry.</param>
/// <param name="CredHelpers">Suffix of a <c>docker-credential-*</c> program by registry.</param>
/// <param name="CredsStore">The same for every other registry.</param>
internal sealed record DockerConfig(
    [property: JsonPropertyName("currentContext")] string? CurrentContext,
    [property: JsonPropertyName("auths")] Dictionary<string, RegistryAuth?>? Auths,
    [property: JsonPropertyName("credHelpers")] Dictionary<string, string>? CredHelpers,
    [property: JsonPropertyName("credsStore")] string? CredsStore)
{
    /// <summary>Empty when there is none.</summary>
    /// <exception cref="DockerException">MB2219: it cannot be read, or is no such file.</exception>
    public static DockerConfig Read(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (DockerFolder.Read(path) is not { } bytes)
            return new DockerConfig(null, null, null, null);
        try
        {
            return JsonSerializer.Deserialize(bytes, ConfigJson.Default.DockerConfig) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            // The path within the document, not the message: that may quote a value.
            throw new DockerException(EndpointRefusals.Unreadable(path, $"it is not JSON as docker writes it, at {exception.Path ?? "$"}, line {exception.LineNumber + 1}"));
        }
    }

    public override string ToString() => nameof(DockerConfig);
}

/// <summary>One entry of <c>auths</c>.</summary>
/// <param name="Auth">Base64 of <c>user:password</c>.</param>
internal sealed record RegistryAuth(
    [property: JsonPropertyName("auth")] string? Auth,
    [property: JsonPropertyName("identitytoken")] string? IdentityToken,
    [property: JsonPropertyName("registrytoken")] string? RegistryToken)
{
    public override string ToString() => "***";
}
