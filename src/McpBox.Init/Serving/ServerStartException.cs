using System.Runtime.InteropServices;

namespace McpBox.Init.Serving;

/// <summary>The server could not be executed.</summary>
internal sealed class ServerStartException(string attempt, int errno) : Exception($"{attempt}: {Marshal.GetPInvokeErrorMessage(errno)}")
{
    public const int NoEntry = 2;
    public const int NotADirectory = 20;

    public int Errno => errno;

    /// <summary>As a shell says it: 127 not found, 126 not executable.</summary>
    public int ShellCode => errno is NoEntry or NotADirectory ? 127 : 126;
}
