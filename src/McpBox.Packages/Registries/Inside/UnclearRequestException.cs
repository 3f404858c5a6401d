namespace McpBox.Packages.Registries.Inside;

/// <summary>A request that two readers could read differently, or that is not answered at all.</summary>
/// <param name="status">Of the answer.</param>
internal sealed class UnclearRequestException(string message, int status = 400) : Exception(message)
{
    public int Status { get; } = status;
}
