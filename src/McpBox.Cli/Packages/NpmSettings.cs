using System.ComponentModel;
using System.Text;
using System.Text.Json;
using McpBox.Cli.Run;
using McpBox.Packages;
using McpBox.Packages.Npm;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;

namespace McpBox.Cli.Packages;

/// <summary>The user's own npm is asked for its configuration, once a build; from the root folder, so that no checkout's .npmrc has a say.</summary>
internal static class NpmSettings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="PackageException">There is no npm, or its configuration cannot be used.</exception>
    public static NpmConfig Read()
    {
        var listed = Ask();
        return NpmConfig.Read(listed, Files(listed), Environment.GetEnvironmentVariable);
    }

    private static string Ask()
    {
        using var output = Pipe.Open();
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        try
        {
            using var child = ChildProcess.Start(
                "/bin/sh", ["sh", "-c", "cd / && exec npm config list --json"], [.. CallerEnvironment.Read().Select(static v => $"{v.Key}={v.Value}")], [nothing, output.Writer, nothing]);
            output.Writer.Dispose();
            try
            {
                using var stream = new DescriptorStream(output.Reader) { Limit = Patience };
                using var text = new MemoryStream();
                stream.CopyTo(text);
                return child.Wait()?.Code == 0 ? Encoding.UTF8.GetString(text.ToArray()) : throw NoNpm("`npm config list --json` failed");
            }
            finally
            {
                child.Kill();
                _ = child.Wait();
            }
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            throw NoNpm(failure.Message);
        }
    }

    // npm does not list what is secret: that is read where npm reads it.
    private static IEnumerable<string> Files(string listed)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(listed);
        }
        catch (JsonException)
        {
            yield break;
        }

        using (json)
        {
            foreach (var key in new[] { "userconfig", "globalconfig" })
            {
                if (json.RootElement.TryGetProperty(key, out var file) && file.GetString() is { } path && File.Exists(path))
                    yield return File.ReadAllText(path);
            }
        }
    }

    private static PackageException NoNpm(string why) => new("MB6503", $"npm does not say how it is configured: {why}", "install npm, and try `npm config list` yourself");
}
