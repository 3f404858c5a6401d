using System.Runtime.InteropServices;

namespace McpBox.Testing;

/// <summary>A System V segment of the host (shmget(2)).</summary>
internal static partial class SharedMemory
{
    internal static readonly int Key = 0x6d630000 + (Environment.ProcessId & 0xffff);

    /// <summary>IPC_CREAT, readable and writable by anybody.</summary>
    public static int Make() => Get(Key, 4096, 0x200 | 0x1b6);

    /// <summary>IPC_RMID.</summary>
    public static void Remove(int id) => _ = Control(id, 0, 0);

    [LibraryImport("libc", EntryPoint = "shmget")]
    private static partial int Get(int key, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "shmctl")]
    private static partial int Control(int id, int command, nint buffer);
}
