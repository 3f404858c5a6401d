using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpBox.Init.Listening;

/// <summary>Capabilities of the calling thread (capabilities(7)).</summary>
internal static unsafe class Capabilities
{
    /// <summary>_LINUX_CAPABILITY_VERSION_3: two words for each set.</summary>
    private const uint Version = 0x2008_0522;

    /// <summary>There is room for so many; the kernel refuses to be asked for one that it does not know.</summary>
    private const uint Most = 64;

    /// <summary>
    /// Gives up all of every set: the bounding one first, which takes a capability itself. What this thread executes then has none, whoever
    /// its user is; other threads of this process keep theirs until then.
    /// </summary>
    /// <exception cref="Win32Exception">One cannot be given up.</exception>
    public static void GiveUp()
    {
        for (nuint capability = 0; capability < Most; capability++)
        {
            var bound = Libc.Prctl(Libc.PrCapBSetRead, capability, 0, 0, 0);
            if (bound < 0)
                break;
            if (bound == 1)
                Demand(Libc.Prctl(Libc.PrCapBSetDrop, capability, 0, 0, 0));
        }

        Demand(Libc.Prctl(Libc.PrCapAmbient, Libc.PrCapAmbientClearAll, 0, 0, 0));
        var header = stackalloc uint[2];
        var sets = stackalloc uint[6];
        (header[0], header[1]) = (Version, 0);
        new Span<uint>(sets, 6).Clear();
        Demand(Libc.CapSet(header, sets));
    }

    private static void Demand(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
