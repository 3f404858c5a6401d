using System.ComponentModel;
using System.Globalization;
using System.Net;
using McpBox.Init.Channels;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Listening;

/// <summary>The sockets on which mcpbox listens inside, from their making to the moment they are mcpbox's alone.</summary>
internal static class ListeningSockets
{
    /// <summary>Makes those that need a right, gives up every right, and becomes the init that has them (<see cref="InitProtocol.BindMode"/>).</summary>
    /// <param name="listeners">Separated by commas.</param>
    /// <param name="then">The rest of the command line.</param>
    /// <param name="descriptors">To keep, beside the sockets.</param>
    /// <exception cref="Win32Exception">A socket cannot be made, or a right not be given up.</exception>
    public static void BindFirst(string listeners, string[] then, int[] descriptors)
    {
        int[] sockets = [.. listeners.Split(',').Select(PlanListener.Parse).Select(Make).Select(static socket => (int)socket.DangerousGetHandle())];
        Capabilities.GiveUp();
        var numbers = string.Join(',', sockets.Select(static number => number.ToString(CultureInfo.InvariantCulture)));
        Replacement.Become("/proc/self/exe", [InitProgram.FileName, InitProtocol.BoundMode, numbers, .. then], [], descriptors.Concat(sockets));
    }

    /// <summary>All of an order's, in its order.</summary>
    /// <param name="bound">Those that were made before.</param>
    /// <exception cref="Win32Exception">A socket cannot be made.</exception>
    public static IReadOnlyList<SafeFileHandle> Of(InitOrder order, int[] bound)
    {
        var made = new Queue<SafeFileHandle>(bound.Select(Take));
        List<SafeFileHandle> sockets = [.. order.Listeners.Select(listener => listener.IsPrivileged && made.Count > 0 ? made.Dequeue() : Make(listener))];
        return made.Count == 0 ? sockets : throw new FormatException("more sockets were made than the order names");
    }

    /// <summary>Hands them out and closes the copies here, before anything else runs: only mcpbox can accept.</summary>
    /// <exception cref="IOException">They cannot be passed.</exception>
    public static void Pass(IReadOnlyList<SafeFileHandle> sockets, ServerChannels channels)
    {
        if (sockets.Count == 0)
            return;
        channels.Pass(sockets);
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private static SafeFileHandle Make(PlanListener listener)
    {
        try
        {
            var address = IPAddress.Parse(listener.Address);
            return listener.Kind == ListenerKind.Udp ? ListeningSocket.Udp(address, listener.Port) : ListeningSocket.Tcp(address, listener.Port);
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"cannot listen at {listener}: {exception.Message}", exception);
        }
    }

    private static SafeFileHandle Take(int number)
    {
        _ = Libc.Fcntl(number, Libc.FSetFd, Libc.FdCloexec);
        return new SafeFileHandle(number, ownsHandle: true);
    }
}
