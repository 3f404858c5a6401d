using System.Text;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>The bwrap to run: from a fixed place, owned by root and written by nobody else, whatever PATH says.</summary>
internal static class BubblewrapProgram
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];

    /// <summary>Finds it, or says why there is none to trust.</summary>
    public static string? Find(out Refusal? refusal) => Find(Places, out refusal);

    internal static string? Find(IReadOnlyList<string> places, out Refusal? refusal)
    {
        var path = places.FirstOrDefault(File.Exists);
        refusal = path is null ? Refusals.BubblewrapMissing() : Doubt(path);
        return refusal is null ? path : null;
    }

    /// <summary>
    /// What its package manager and its security fixes are followed by: the version that it prints. Started while the sandbox is
    /// being set up, read when that is up, so that it costs nothing.
    /// </summary>
    public static Func<string> AskVersion(string path)
    {
        var answer = Pipe.Open();
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var child = ChildProcess.Start(path, ["bwrap", "--version"], [], [nothing, answer.Writer, nothing]);
        answer.Writer.Dispose();
        return () =>
        {
            using (answer)
            using (child)
            {
                var text = Encoding.UTF8.GetString(Descriptors.ReadToEnd(answer.Reader));
                _ = child.Wait();
                return text.Trim().Split(' ')[^1];
            }
        };
    }

    /// <summary>Set-uid bwrap works by other rules and hides its child from us; a bwrap that others may write is theirs.</summary>
    private static Refusal? Doubt(string path)
    {
        var file = FileStat.Of(path);
        return file.Uid != 0 || file.Has(FileStat.SetUid | FileStat.OthersWrite) ? Refusals.BubblewrapUntrusted(path) : null;
    }
}
