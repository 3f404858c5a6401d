using System.ComponentModel;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;

namespace McpBox.Packages.Npm;

/// <summary>The user's own npm on the host, asked for what it is configured with. It runs no stranger's code: a folder's .npmrc has no say in <c>/</c>.</summary>
internal static class HostProgram
{
    private const int Limit = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>stdout.</returns>
    /// <exception cref="PackageException">It is not there, failed, took too long or said too much.</exception>
    public static byte[] Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var path = Find(program, environment.GetValueOrDefault("PATH", "")) ?? throw Failed($"there is no {program} on PATH");
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        using var output = Pipe.Open();
        try
        {
            // The shell only changes the folder; what is run are words, never text of ours.
            string[] words = ["sh", "-c", "cd / && exec \"$0\" \"$@\"", path, .. arguments];
            using var child = ChildProcess.Start(
                "/bin/sh", words, [.. environment.Select(static pair => $"{pair.Key}={pair.Value}")], [nothing, output.Writer, nothing]);
            output.Writer.Dispose();
            try
            {
                return Finish(child, output, program);
            }
            finally
            {
                child.Kill();
                _ = child.Wait();
            }
        }
        catch (Win32Exception failure)
        {
            throw Failed(failure.Message);
        }
    }

    private static byte[] Finish(ChildProcess child, Pipe output, string program)
    {
        var all = new MemoryStream();
        try
        {
            using var stream = new DescriptorStream(output.Reader) { Limit = Patience };
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                all.Write(buffer, 0, count);
                if (all.Length > Limit)
                    throw Failed($"{program} says more than {Limit} bytes");
            }
        }
        catch (IOException failure)
        {
            throw Failed(failure.Message);
        }

        var status = child.Wait();
        return status is { Code: 0 } ? all.ToArray() : throw Failed($"{program} ended with {status?.Code ?? 128 + (status?.Signal ?? 0)}");
    }

    private static string? Find(string program, string path) =>
        path.Split(':').Where(static folder => folder.StartsWith('/')).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static PackageException Failed(string problem) => new(NpmRefusals.NoNpm(problem));
}
