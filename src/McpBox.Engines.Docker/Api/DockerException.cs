using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api;

/// <summary>A daemon could not be asked, or said no.</summary>
/// <param name="status">HTTP status of its answer, 0 when there was none.</param>
internal sealed class DockerException(Refusal refusal, int status = 0) : Exception($"{refusal.Code} {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;

    public int Status { get; } = status;
}
