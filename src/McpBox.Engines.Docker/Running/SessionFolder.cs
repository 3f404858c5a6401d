using System.Globalization;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// A session's own files on this host, in the run folder: FIFOs, and what the daemon reads at the start. Gone as soon as the container has
/// them open. Its name says whose it is, so that a dead owner's can be told from a living one's.
/// </summary>
internal sealed class SessionFolder : IDisposable
{
    private const string Prefix = "docker-";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode ForAllToRead =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ForAllToEnter =
        Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private SessionFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The only part of it that a container sees.</summary>
    public string Pipes => System.IO.Path.Join(Path, "pipes");

    /// <summary>Where it will be; nothing is there before <see cref="Make"/>.</summary>
    /// <exception cref="IOException">The run folder is not the caller's alone.</exception>
    public static SessionFolder Of(RunFolder run, string session, ProcessIdentity owner) => new(System.IO.Path.Join(
        run.Open(), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{session}.{owner.Id}.{owner.Start}.{owner.Boot}.{owner.Namespace}")));

    /// <summary>Makes it.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Make()
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("there are no FIFOs on Windows");
        _ = Directory.CreateDirectory(Path, Private);
        _ = Directory.CreateDirectory(Pipes);
        File.SetUnixFileMode(Pipes, ForAllToEnter);
    }

    /// <summary>Every one of this caller's, with the session and the owner that its name says.</summary>
    public static IEnumerable<(string Session, ProcessIdentity Owner, string Path)> Find(RunFolder run)
    {
        if (run.Find() is not { } root)
            yield break;
        foreach (var path in Directory.EnumerateDirectories(root, Prefix + "*"))
        {
            if (System.IO.Path.GetFileName(path)[Prefix.Length..].Split('.') is [var session, var pid, var start, var boot, var space]
                && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && long.TryParse(space, NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                yield return (session, new ProcessIdentity(id, ticks, boot, inode), path);
        }
    }

    /// <summary>A file that every uid may read, as the daemon's is not ours to know.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        var path = System.IO.Path.Join(Path, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, ForAllToRead);
        return path;
    }

    /// <summary>Takes it away. What is open in it stays open, and what is mounted of it stays mounted.</summary>
    public void Dispose() => Remove(Path);

    /// <summary>Takes one away, whoever made it.</summary>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, which is all that was asked.
        }
    }
}
