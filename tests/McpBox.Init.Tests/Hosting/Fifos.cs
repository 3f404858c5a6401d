using System.Runtime.InteropServices;
using McpBox.Posix.Io;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Tests.Hosting;

/// <summary>A folder with the five FIFOs, opened as mcpbox opens them.</summary>
internal sealed partial class Fifos : IDisposable
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int NonBlockCloseOnExec = 0x800 | 0x80000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpbox-fifos-");

    public Fifos()
    {
        string[] names =
            [InitProtocol.ControlFifo, InitProtocol.ReportFifo, InitProtocol.InputFifo, InitProtocol.OutputFifo, InitProtocol.ErrorFifo];
        foreach (var name in names)
            Assert.Equal(0, MakeFifo(Path.Combine(_folder.FullName, name), 0x180));
    }

    public string Folder => _folder.FullName;

    public DescriptorStream OpenControl() => Open(InitProtocol.ControlFifo, ReadWrite);

    public DescriptorStream OpenToRead(string name) => Open(name, ReadOnly);

    public DescriptorStream OpenToWrite(string name) => Open(name, WriteOnly);

    public void Unlink()
    {
        foreach (var file in _folder.GetFiles())
            file.Delete();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private DescriptorStream Open(string name, int direction)
    {
        var descriptor = OpenFile(Path.Combine(Folder, name), direction | NonBlockCloseOnExec);
        Assert.True(descriptor >= 0, $"{name}: errno {Marshal.GetLastPInvokeError()}");
        return BoxedInit.Stream(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
