namespace McpBox.Engines.Docker.Images.Credentials;

/// <summary>What <c>docker-credential-* get</c> prints.</summary>
internal sealed record HelperAnswer(string? Username, string? Secret)
{
    public override string ToString() => "***";
}
