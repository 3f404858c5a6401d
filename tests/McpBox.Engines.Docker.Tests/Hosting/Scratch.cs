namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A folder for one test, removed with all in it. Its path is short enough for a unix socket.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mb").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, with the folders that it needs.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose()
    {
        // A daemon that ran as root may have had to be swept by root already.
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
