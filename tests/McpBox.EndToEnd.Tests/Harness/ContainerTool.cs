using System.Text;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>The command lines of docker and podman: what people use beside mcpbox.</summary>
internal static class ContainerTool
{
    /// <summary>Of whoever runs the tests: the tools lie where their PATH says.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = System.Environment.GetEnvironmentVariable("HOME") ?? "/",
    };

    /// <summary>The same words, with the program's whole path.</summary>
    public static string[] Command(IReadOnlyList<string> words) =>
        [Environment["PATH"].Split(':').Select(folder => Path.Combine(folder, words[0])).First(File.Exists), .. words.Skip(1)];

    /// <summary>Runs it to its end and gives stdout; anything but exit code 0 fails.</summary>
    public static async Task<string> OutputOfAsync(IReadOnlyList<string> words)
    {
        await using var session = RawSession.Start(Command(words), Environment);
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        var code = await session.ExitCodeAsync();
        Assert.True(code == 0, $"{string.Join(' ', words)}: exit code {code}: {output}{session.Stderr}");
        return output;
    }

    /// <summary>
    /// Removes an image with the containers that are left of it. Podman gives up when one of those is just removing itself (<c>--rm</c>); then it is asked again.
    /// </summary>
    public static async Task RemoveImageAsync(IReadOnlyList<string> client, string image)
    {
        for (var left = 20; ; left--)
        {
            await using var session = RawSession.Start(Command([.. client, "rmi", "-f", image]), Environment);
            session.CloseInput();
            _ = await session.ReadToEndAsync();
            if (await session.ExitCodeAsync() == 0)
                return;
            Assert.True(left > 0 && session.Stderr.Contains("container", StringComparison.Ordinal), session.Stderr);
        }
    }
}
