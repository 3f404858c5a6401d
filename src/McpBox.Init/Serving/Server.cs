using System.ComponentModel;
using System.Runtime.InteropServices;
using McpBox.Posix.Spawning;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Serving;

/// <summary>The start of the server.</summary>
internal static class Server
{
    private const int InvalidArgument = 22;

    /// <summary>Starts it.</summary>
    /// <returns>Its process number.</returns>
    /// <exception cref="ServerStartException">It could not be executed.</exception>
    public static int Start(InitOrder order, IReadOnlyList<SafeFileHandle> streams)
    {
        if (Libc.ChangeDirectory(order.WorkingDirectory) != 0)
            throw new ServerStartException($"cannot change to {order.WorkingDirectory}", Marshal.GetLastPInvokeError());
        var name = order.Command[0];
        string[] environment = [.. order.Environment.Select(static variable => $"{variable.Key}={variable.Value}")];

        // Tried rather than looked at, as a shell does; the first refusal that is more than "not there" is the one to tell.
        var worst = ServerStartException.NoEntry;
        foreach (var path in Candidates(name, order))
        {
            try
            {
                return NewProcess.Start(path, order.Command, environment, streams);
            }
            catch (Win32Exception exception)
            {
                if (worst == ServerStartException.NoEntry && exception.NativeErrorCode != ServerStartException.NotADirectory)
                    worst = exception.NativeErrorCode;
            }
            catch (ArgumentException)
            {
                throw new ServerStartException($"cannot execute {path}: an argument or variable holds a NUL", InvalidArgument);
            }
        }

        throw new ServerStartException($"cannot execute {name}", worst);
    }

    private static IEnumerable<string> Candidates(string name, InitOrder order)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return [name];

        // An empty or relative entry would mean the working directory, which may be the server's to write.
        return order.Environment.GetValueOrDefault("PATH", "").Split(':').Where(static folder => folder.StartsWith('/')).Select(folder => $"{folder}/{name}");
    }
}
