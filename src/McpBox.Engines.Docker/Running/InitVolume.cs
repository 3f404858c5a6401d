using System.Buffers;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// The init on a daemon that does not see our files: a volume, named by what is in it, so that each machine is sent it once. It is filled
/// through a container that is made for it and never started.
/// </summary>
internal static class InitVolume
{
    private const string Prefix = "mcpbox-init-";
    private const int HashLength = 16;

    private const UnixFileMode ForAllToExecute =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes it where it is missing.</summary>
    /// <param name="program">Path of the init here.</param>
    /// <param name="image">Id of any image that the daemon has.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="DockerException">The daemon refused.</exception>
    public static string Ensure(DockerClient client, string program, string image, string session)
    {
        var bytes = File.ReadAllBytes(program);
        var name = NameOf(bytes);
        if (!client.HasVolume(name))
            Fill(client, name, bytes, image, $"{Placement.NameOf(session)}-init");
        return name;
    }

    /// <summary>Of the volume that holds this program.</summary>
    internal static string NameOf(byte[] program) => Prefix + Convert.ToHexStringLower(SHA256.HashData(program))[..HashLength];

    /// <summary>After a start that failed: a volume that was half filled must not be met again. One that is in use stays.</summary>
    public static void Forget(DockerClient client, string name)
    {
        try
        {
            _ = client.RemoveVolume(name);
        }
        catch (DockerException)
        {
            // Another session runs by it, so it is whole.
        }
    }

    private static void Fill(DockerClient client, string name, byte[] program, string image, string container)
    {
        client.CreateVolume(Json(json => json.WriteString("Name", name)));
        try
        {
            _ = client.CreateContainer(container, Carrier(name, image));
            client.PutArchive(container, ContainerPaths.InitFolder, Tar(program));
        }
        catch
        {
            _ = client.RemoveContainer(container, force: true, volumes: true);
            Forget(client, name);
            throw;
        }

        // With the nameless ones that the image may declare; this one has a name and stays.
        _ = client.RemoveContainer(container, force: true, volumes: true);
    }

    private static byte[] Carrier(string volume, string image) => Json(json =>
    {
        json.WriteString("Image", image);
        json.WriteStartArray("Entrypoint");
        json.WriteStringValue(ContainerPaths.Init);
        json.WriteEndArray();
        json.WriteBoolean("NetworkDisabled", true);
        json.WriteStartObject("HostConfig");
        json.WriteString("NetworkMode", "none");
        json.WriteStartArray("Mounts");
        json.WriteStartObject();
        json.WriteString("Type", "volume");
        json.WriteString("Source", volume);
        json.WriteString("Target", ContainerPaths.InitFolder);

        // Else the daemon fills the empty volume with what the image has at that place: an init of the image's, for every later session.
        json.WriteStartObject("VolumeOptions");
        json.WriteBoolean("NoCopy", true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static MemoryStream Tar(byte[] program)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, InitProgram.FileName) { Mode = ForAllToExecute, DataStream = new MemoryStream(program) });
        }

        archive.Position = 0;
        return archive;
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
