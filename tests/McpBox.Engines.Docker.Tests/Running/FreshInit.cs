using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>An init that no daemon has seen: the real one, with bytes behind its end that nobody reads. Its volume goes with the test.</summary>
internal sealed class FreshInit : IDisposable
{
    private readonly Scratch _scratch = new();

    public FreshInit()
    {
        Program = [.. File.ReadAllBytes(Bench.Init().Path!), .. Guid.NewGuid().ToByteArray()];
        File.WriteAllBytes(Path, Program);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path => _scratch["init"];

    public byte[] Program { get; }

    public string Volume => InitVolume.NameOf(Program);

    public static string Image => Bench.Shell(Sandbox.StdioMode.Auto, "").Image!.Id;

    public DockerClient Client { get; } = DockerClient.Connect(TestDaemons.Docker);

    /// <summary>Regards the daemon as one of another machine.</summary>
    public DockerEngine Engine() => new(() => TestDaemons.Docker, Bench.Guard)
    {
        FindInit = () => (Path, null),
        Run = Bench.Folder,
        Regard = static facts => facts with { Distance = "it is elsewhere" },
    };

    /// <summary>Puts a file into the volume, which is made where there is none.</summary>
    public void Put(string name, byte[] content) => Holding("/volume", container =>
    {
        File.WriteAllBytes(_scratch[name], content);
        File.SetUnixFileMode(_scratch[name], (UnixFileMode)0b111_101_101);
        return Docker("cp", _scratch[name], $"{container}:/volume/{name}");
    });

    /// <summary>Names in the volume, and their content.</summary>
    public IReadOnlyDictionary<string, byte[]> Read() => Holding("/volume", container =>
    {
        using var copy = new Scratch();
        _ = Docker("cp", $"{container}:/volume", copy["volume"]);
        return Directory.GetFileSystemEntries(copy["volume"]).ToDictionary(static path => System.IO.Path.GetFileName(path), File.ReadAllBytes);
    });

    /// <summary>While another container has the volume.</summary>
    /// <param name="work">Is told the container.</param>
    public T Holding<T>(string target, Func<string, T> work)
    {
        var container = Docker("create", "-v", $"{Volume}:{target}:nocopy", Image, "true");
        try
        {
            return work(container);
        }
        finally
        {
            _ = Docker("rm", container);
        }
    }

    public void Dispose()
    {
        _ = Client.RemoveVolume(Volume);
        _scratch.Dispose();
    }

    private static string Docker(params string[] arguments) => Command.Run("docker", ["-H", TestDaemons.Docker.Address.ToString()!, .. arguments]);
}
