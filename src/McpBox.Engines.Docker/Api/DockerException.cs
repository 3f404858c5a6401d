using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api;

/// <summary>A daemon could not be asked, or said no.</summary>
/// <param name="status">HTTP status of its answer, 0 when there was none.</param>
/// <param name="words">What it said, as it said it: neither bounded nor fit for a terminal. Empty when it said nothing.</param>
internal sealed class DockerException(Refusal refusal, int status = 0, string words = "") : Exception($"{refusal.Code} {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;

    public int Status { get; } = status;

    public string Words { get; } = words;
}
