using System.Runtime.InteropServices;

namespace McpBox.Posix.Files;

/// <summary>Who started mcpbox.</summary>
public static partial class Caller
{
    /// <summary>The effective uid, geteuid(2). On Windows, which has none, the one that stands for nobody in chown(2).</summary>
    public static uint EffectiveUserId() => OperatingSystem.IsWindows() ? uint.MaxValue : GetEffectiveUserId();

    /// <summary>The effective gid, getegid(2); on Windows as <see cref="EffectiveUserId"/>.</summary>
    public static uint EffectiveGroupId() => OperatingSystem.IsWindows() ? uint.MaxValue : GetEffectiveGroupId();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroupId();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
