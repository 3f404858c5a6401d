namespace McpBox.Egress;

/// <summary>Why a connection is not made or goes no further.</summary>
/// <param name="code">One of <see cref="EgressCodes"/>.</param>
internal sealed class EgressException(string code, string message) : Exception(message)
{
    public string Code => code;
}
