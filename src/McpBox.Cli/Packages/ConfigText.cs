using System.Text;
using McpBox.Packages;
using McpBox.Posix.Files;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>config.toml as text that a person wrote: something is appended, and every byte that stands there stays.</summary>
/// <param name="path">Absolute; a link is followed, and its target written.</param>
internal sealed class ConfigText(string path)
{
    /// <summary>The server that the lines would declare.</summary>
    /// <exception cref="PackageException">They would not be understood behind what stands there, or nothing can be appended.</exception>
    public ServerDefinition Try(string toml, string server, ConfigurationLocations locations)
    {
        var folder = Directory.CreateTempSubdirectory("mcpbox-add-");
        try
        {
            var trial = Directory.CreateDirectory(Path.Combine(folder.FullName, "mcpbox")).FullName;
            PrivateFile.Replace(Path.Combine(trial, "config.toml"), With(toml));
            if (locations.ProfilesFolder is { } profiles && Directory.Exists(profiles))
                Directory.CreateSymbolicLink(Path.Combine(trial, "profiles"), profiles);

            // From the root, where no project tightens what is declared for everywhere.
            var found = Configuration.Load(locations with { Folder = trial }, "/").FindServer(server);
            return found.Value ?? throw new PackageException(found.Problems[0].Code, $"the server {server} would not be understood: {found.Problems[0].Message}", found.Problems[0].Hint);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Appends the lines, while no other mcpbox does.</summary>
    /// <exception cref="PackageException">Somebody declared the same server meanwhile, or the file cannot be written.</exception>
    public void Append(string toml, string server, ConfigurationLocations locations)
    {
        try
        {
            var target = Target();
            PrivateFile.MakeFolder(Path.GetDirectoryName(target)!);
            using var turn = FileLock.Take(Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.turn"));
            _ = Try(toml, server, locations);
            var mode = OperatingSystem.IsWindows() || !File.Exists(target) ? (UnixFileMode?)null : File.GetUnixFileMode(target);
            PrivateFile.Replace(target, With(toml));
            if (mode is { } kept && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(target, kept);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("MB6521", $"{path} cannot be written: {failure.Message}", $"make it writable for you, or append these lines yourself:\n{toml}");
        }
    }

    private string Target() => (Path.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;

    private byte[] With(string toml)
    {
        var before = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var gap = before.Length == 0 ? "" : before[^1] == (byte)'\n' ? "\n" : "\n\n";
        return [.. before, .. Encoding.UTF8.GetBytes(gap + toml)];
    }
}
