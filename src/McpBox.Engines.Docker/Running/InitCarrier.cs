using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Translation;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// A container that is made to write into a volume and never started. It has the volume's own name, which a daemon gives to one container at a
/// time: who has it is the only one that writes. Its labels say whose it is, as those of a session's container do.
/// </summary>
internal sealed class InitCarrier : IDisposable
{
    private readonly DockerClient _client;
    private readonly string _id;

    private InitCarrier(DockerClient client, string id) => (_client, _id) = (client, id);

    /// <summary>Makes it, and the volume with it where there is none: there is no moment at which one of them is there without an owner's name.</summary>
    /// <param name="image">Id of any image that the daemon has.</param>
    /// <returns>Null where another one has the name.</returns>
    /// <exception cref="DockerException">The daemon refused.</exception>
    public static InitCarrier? TryMake(DockerClient client, string volume, string image, ImmutableSortedDictionary<string, string> labels)
    {
        try
        {
            return new InitCarrier(client, client.CreateContainer(volume, Body(volume, image, labels)).Id);
        }
        catch (DockerException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>The one that has the name now, whosever it is; null where none has.</summary>
    public static ContainerSummary? Find(DockerClient client, string volume) =>
        client.ListContainers(ContainerLabels.Session).FirstOrDefault(container => container.Names?.Contains("/" + volume) == true);

    /// <param name="tar">Of the volume's root.</param>
    public void Write(Stream tar) => _client.PutArchive(_id, ContainerPaths.InitFolder, tar);

    public void Dispose()
    {
        try
        {
            // With the nameless volumes that the image may declare; this one has a name and stays.
            _ = _client.RemoveContainer(_id, force: true, volumes: true);
        }
        catch (DockerException)
        {
            // It bears our session's name: what ends the session takes it away, or what takes away what dead sessions left.
        }
    }

    private static byte[] Body(string volume, string image, ImmutableSortedDictionary<string, string> labels)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("Image", image);
        json.WriteStartArray("Entrypoint");
        json.WriteStringValue(ContainerPaths.Init);
        json.WriteEndArray();
        json.WriteStartObject("Labels");
        foreach (var (name, value) in labels)
            json.WriteString(name, value);
        json.WriteEndObject();
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
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
