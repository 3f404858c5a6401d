using System.Runtime.InteropServices;
using McpBox.Posix.Files;

namespace McpBox.Sandbox.Init;

/// <summary>
/// The <c>mcpbox-init</c> to run: beside this program and nowhere else. The folder itself needs no look: who may write there could as well
/// replace mcpbox.
/// </summary>
public static class InitProgram
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "mcpbox-init";

    private const int WriteForOthers = 0x12; // 0022
    private const int ReadAndExecuteForAll = 0x16D; // 0555

    /// <summary>Where it should be: beside this program, or, in the package for all machines, in the folder of this one (<c>linux-x64</c>).</summary>
    public static string Place
    {
        get
        {
            var packed = Path.Combine(AppContext.BaseDirectory, MachineFolder(), FileName);
            return File.Exists(packed) ? packed : Path.Combine(AppContext.BaseDirectory, FileName);
        }
    }

    /// <summary>Its absolute path, or null and why there is none to trust.</summary>
    public static string? Locate(out Refusal? refusal) => Locate(Place, out refusal);

    /// <summary>The same, of a given path; canonical, except on Windows.</summary>
    public static string? Locate(string path, out Refusal? refusal)
    {
        refusal = File.Exists(path) ? Doubt(path) : InitRefusals.Missing(path);
        if (refusal is not null)
            return null;
        return OperatingSystem.IsWindows() ? path : CanonicalPath.Of(path);
    }

    private static string MachineFolder() => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    private static Refusal? Doubt(string path)
    {
        // Elsewhere the file is only carried to a daemon, whose machine gives it an owner and a mode.
        if (!OperatingSystem.IsLinux())
            return null;
        if (FileStatus.Of(path) is not { } file)
            return InitRefusals.Missing(path);
        if ((file.Uid != 0 && file.Uid != Caller.EffectiveUserId()) || (file.Permissions & WriteForOthers) != 0)
            return InitRefusals.Untrusted(path);
        return (file.Permissions & ReadAndExecuteForAll) == ReadAndExecuteForAll ? null : InitRefusals.NotExecutable(path);
    }
}
