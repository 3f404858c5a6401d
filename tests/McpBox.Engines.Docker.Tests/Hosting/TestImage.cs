using System.Formats.Tar;
using System.Runtime.CompilerServices;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>An image of one static program, imported into a daemon and removed with the test. Every one has bits of its own.</summary>
internal sealed class TestImage : IDisposable
{
    private static int _count;

    private readonly string _host;

    private TestImage(string host, string name, string id)
    {
        (_host, Name, Id) = (host, name, id);
    }

    public string Name { get; }

    /// <summary><c>sha256:…</c>.</summary>
    public string Id { get; }

    /// <summary>Makes an image that starts a stub.</summary>
    /// <param name="stub">A file of artifacts/stubs.</param>
    /// <param name="folder">Where in the image the files are, but the stub.</param>
    /// <param name="changes">Dockerfile instructions, such as <c>ENV A=b</c>.</param>
    public static TestImage Of(DockerEndpoint daemon, string stub, string? name = null, string folder = ".", params ReadOnlySpan<string> changes)
    {
        var mark = $"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        name ??= $"localhost/mcpbox-api-{mark}:1";
        using var scratch = new Scratch();
        WriteTar(scratch["image.tar"], stub, folder, mark);
        List<string> arguments = ["-H", daemon.Address.ToString()!, "import"];
        foreach (var change in changes)
            arguments.AddRange(["--change", change]);
        arguments.AddRange(["--change", $"CMD [\"/{stub}\"]", scratch["image.tar"], name]);
        return new TestImage(daemon.Address.ToString()!, name, Command.Run("docker", [.. arguments]).Split(' ')[^1]);
    }

    public void Dispose()
    {
        _ = Command.Try("docker", "-H", _host, "rmi", "-f", Name);
        _ = Command.Try("docker", "-H", _host, "rmi", "-f", Id);
    }

    private static void WriteTar(string path, string stub, string folder, string mark)
    {
        using var tar = new TarWriter(File.Create(path));
        var program = Stub(stub);
        Assert.True(File.Exists(program), $"{program} is missing: run the tests by `make test`, which builds it");
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, stub)
        {
            DataStream = File.OpenRead(program),
            Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
        });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{folder}/mark") { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mark)) });
    }

    private static string Stub(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "artifacts", "stubs", name));
}
