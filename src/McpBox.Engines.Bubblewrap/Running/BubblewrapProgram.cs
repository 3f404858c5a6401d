namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>The bwrap to run: from a fixed place, owned by root and written by nobody else, whatever PATH says.</summary>
internal static class BubblewrapProgram
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];

    public static string? Find() => Places.FirstOrDefault(File.Exists);
}
