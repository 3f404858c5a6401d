using System.Runtime.CompilerServices;

namespace McpBox.Profiles.Tests;

/// <summary>Where the sources of this test are.</summary>
internal static class Repository
{
    public static string Folder(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", name));
}
