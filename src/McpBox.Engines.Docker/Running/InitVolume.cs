using System.Collections.Immutable;
using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Streams;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// The init on a daemon that does not see our files: a volume, named by what is in it, so that each machine is sent it once. That name is a
/// promise of nobody's: a start that was killed leaves it empty or half filled. So what is in it is read back through each session's own
/// container before that is started, and written where it is something else. While that container is there, nobody can remove the volume.
/// </summary>
internal sealed class InitVolume(DockerClient client, byte[] program)
{
    private const string Prefix = "mcpbox-init-";
    private const int HashLength = 16;

    /// <summary>As an archive of <see cref="ContainerPaths.InitFolder"/> names it.</summary>
    private const string Folder = "mcpbox-init/";

    private const UnixFileMode ForAllToExecute =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whoever writes may die meanwhile: so often we look again at who it is.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly byte[] _hash = SHA256.HashData(program);
    private bool _isDoubtful;

    public string Name { get; } = NameOf(program);

    /// <summary>How long another one may take to write it: as long as a request of such a size has. Shorter in tests.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of the volume that holds this program.</summary>
    internal static string NameOf(byte[] program) => Prefix + Convert.ToHexStringLower(SHA256.HashData(program))[..HashLength];

    /// <summary>Whether a container is named as what writes such a volume.</summary>
    internal static bool IsName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length == Prefix.Length + HashLength && name[Prefix.Length..].All(char.IsAsciiHexDigitLower);

    /// <summary>Makes sure that the init is in it.</summary>
    /// <param name="container">The session's own, which has it mounted and was not started.</param>
    /// <param name="image">Id of any image that the daemon has.</param>
    /// <param name="labels">Of the session's container.</param>
    /// <param name="carried">Called when there is somebody to write it and nothing is written.</param>
    /// <exception cref="DockerException">The daemon refused.</exception>
    /// <exception cref="SandboxException">MB2245, MB2246: it does not come to hold the init.</exception>
    public void Prove(string container, string image, ImmutableSortedDictionary<string, string> labels, Action carried)
    {
        _isDoubtful = true;
        var clock = Stopwatch.StartNew();
        while (!IsWhole(container) && !TryBring(container, image, labels, carried))
        {
            if (clock.Elapsed > Patience)
                throw new SandboxException(DockerRefusals.InitAwaited(Name, Patience));
            AwaitOther();
        }

        _isDoubtful = false;
    }

    /// <summary>After a start that failed: one that did not come to hold the init need not be met again. One that is in use stays.</summary>
    public void Forget()
    {
        try
        {
            _ = _isDoubtful && client.RemoveVolume(Name);
        }
        catch (DockerException)
        {
            // Another start has it, and looks at it itself.
        }
    }

    /// <returns>False where another one is at it.</returns>
    private bool TryBring(string container, string image, ImmutableSortedDictionary<string, string> labels, Action carried)
    {
        using var carrier = InitCarrier.TryMake(client, Name, image, labels);
        if (carrier is null)
            return false;
        carried();

        // Nobody else writes from here on; but whoever did just before may have brought it, and what is whole is never written again, because
        // sessions are being started by it.
        if (!IsWhole(container))
            carrier.Write(Tar());
        return IsWhole(container) ? true : throw new SandboxException(DockerRefusals.InitSpoiled(Name));
    }

    /// <summary>The init and nothing beside it.</summary>
    private bool IsWhole(string container) => client.GetArchive(container, ContainerPaths.InitFolder, stream =>
    {
        var found = false;
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            // The folder itself comes first.
            if (entry.EntryType == TarEntryType.Directory && entry.Name == Folder)
                continue;
            if (found || !IsInit(entry))
                return false;
            found = true;
        }

        return found;
    });

    private bool IsInit(TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.Name != Folder + InitProgram.FileName)
            return false;
        return (entry.Mode & ForAllToExecute) == ForAllToExecute && entry.Length == program.Length
            && entry.DataStream is { } content && SHA256.HashData(content).AsSpan().SequenceEqual(_hash);
    }

    /// <summary>Until the one that writes is gone, or for a moment; a dead one is removed.</summary>
    private void AwaitOther()
    {
        try
        {
            if (InitCarrier.Find(client, Name) is { } other && !Traces.IsAlive(other))
            {
                // By its id: by now the name may be another one's.
                _ = client.RemoveContainer(other.Id, force: true, volumes: true);
            }

            using var wait = client.BeginWait(Name, WaitCondition.Removed);
            Descriptor.Poll([new PollFd { Fd = (int)wait.Ended.DangerousGetHandle(), Events = Descriptor.PollIn }], (int)Look.TotalMilliseconds);
        }
        catch (DockerException exception) when (exception.Status == 404)
        {
            // Gone meanwhile.
        }
    }

    private MemoryStream Tar()
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, InitProgram.FileName) { Mode = ForAllToExecute, DataStream = new MemoryStream(program) });
        }

        archive.Position = 0;
        return archive;
    }
}
