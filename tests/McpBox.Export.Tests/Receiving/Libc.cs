using System.Runtime.InteropServices;

namespace McpBox.Export.Tests.Receiving;

internal static partial class Libc
{
    private const int ReadWrite = 2;

    public static void MakeFifo(string path) => Assert.Equal(0, MkFifo(path, 0x180));

    public static int OpenReadWrite(string path)
    {
        var descriptor = Open(path, ReadWrite);
        Assert.True(descriptor >= 0);
        return descriptor;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
