using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpBox.Relay.Tests;

/// <summary>A real file system of 64 KiB that can be filled to the last byte. As root, as CI has it, or by sudo.</summary>
internal sealed partial class TinyDisk : IDisposable
{
    public TinyDisk() => Run("mount", "-t", "tmpfs", "-o", $"size=64k,mode=0700,uid={GetEffectiveUserId()}", "tmpfs", Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("mcpbox-disk-").FullName;

    public void Fill()
    {
        using var ballast = File.Create(System.IO.Path.Combine(Path, "ballast"), bufferSize: 1);
        try
        {
            for (var page = new byte[4096]; ;)
            {
                ballast.Write(page);
            }
        }
        catch (IOException)
        {
            // Full, as wished.
        }
    }

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = GetEffectiveUserId() == 0 ? Process.Start(program, arguments) : Process.Start("sudo", ["-n", program, .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
