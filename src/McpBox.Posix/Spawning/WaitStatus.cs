namespace McpBox.Posix.Spawning;

/// <summary>How a child ended, from the status word of waitpid(2): exit code or signal, never both.</summary>
public sealed record WaitStatus(int? Code, int? Signal)
{
    internal static readonly WaitStatus Lost = new(null, null);

    internal static WaitStatus FromWord(int word)
    {
        var signal = word & 0x7f;
        return signal == 0 ? new WaitStatus((word >> 8) & 0xff, null) : new WaitStatus(null, signal);
    }
}
