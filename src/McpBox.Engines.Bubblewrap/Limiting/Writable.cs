using McpBox.Engines.Bubblewrap.Running;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>Asks the kernel whether this process may write somewhere (faccessat(2) with the effective ids), without trying.</summary>
internal static class Writable
{
    public static bool Is(string path) => Libc.FaccessAt(Libc.CurrentFolder, path, Libc.WriteOk, Libc.EffectiveAccess) == 0;
}
