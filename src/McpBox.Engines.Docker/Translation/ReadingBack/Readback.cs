using System.Text.Json;
using static McpBox.Engines.Docker.Translation.ReadingBack.JsonSameness;

namespace McpBox.Engines.Docker.Translation.ReadingBack;

/// <summary>A field that a daemon did not take over as it was asked to.</summary>
/// <param name="Field">As <c>HostConfig.Memory</c>.</param>
internal sealed record Discrepancy(string Field, string Asked, string Found);

/// <summary>
/// What was asked for a container, against what the daemon says it made: a field that it does not know, a default of its own, or somebody on
/// the way (an authorization plugin, a proxy) would show here. What cannot be seen so, the probe sees from inside.
/// </summary>
internal static class Readback
{
    private const int Shown = 200;

    private delegate bool Comparison(JsonElement asked, JsonElement found);

    /// <summary>Of no weight for the sandbox, or judged as a part of something else.</summary>
    private static readonly HashSet<string> PassedOver = new(StringComparer.Ordinal)
    {
        // With NetworkMode "none" there is no network either way.
        "NetworkDisabled",

        // The daemon adds the image's own; what the server gets comes from us.
        "Env",

        // Judged by the mounts that they came to.
        "Binds", "Mounts",

        "HostConfig", "Image",
    };

    /// <summary>The first difference, or null.</summary>
    /// <param name="asked">The body of ContainerCreate.</param>
    /// <param name="found">The answer of ContainerInspect.</param>
    public static Discrepancy? Compare(ReadOnlyMemory<byte> asked, JsonElement found, DaemonFacts facts)
    {
        using var request = JsonDocument.Parse(asked);
        var body = request.RootElement;
        return Image(body, found)
            ?? Fields(body, Get(found, "Config"), "Config", facts)
            ?? Fields(Get(body, "HostConfig"), Get(found, "HostConfig"), "HostConfig", facts)
            ?? Mounts(body, found);
    }

    private static Discrepancy? Image(JsonElement asked, JsonElement found)
    {
        var (wanted, got) = (Get(asked, "Image").GetString(), Get(found, "Image").GetString() ?? "");
        return got == wanted || "sha256:" + got == wanted ? null : new Discrepancy("Image", wanted!, got);
    }

    private static Discrepancy? Fields(JsonElement asked, JsonElement found, string parent, DaemonFacts facts)
    {
        foreach (var field in asked.EnumerateObject().Where(static field => !PassedOver.Contains(field.Name)))
        {
            var value = Get(found, field.Name);
            if (!ComparisonOf(field.Name, facts)(field.Value, value))
                return new Discrepancy($"{parent}.{field.Name}", Text(field.Value), Text(value));
        }

        return null;
    }

    private static Comparison ComparisonOf(string field, DaemonFacts facts) => field switch
    {
        // An image's labels are there too.
        "Labels" => static (asked, found) => asked.EnumerateObject().All(label => Same(label.Value, Get(found, label.Name))),
        _ when facts.IsPodman => PodmanComparison(field),
        _ => Same,
    };

    private static Comparison PodmanComparison(string field) => field switch
    {
        "CapDrop" => PodmanAnswers.DropsCapabilities,
        "Healthcheck" => static (asked, found) => Same(Get(asked, "Test"), Get(found, "Test")),
        "IpcMode" => PodmanAnswers.IsOwnIpc,
        "PidMode" or "UTSMode" => PodmanAnswers.IsPrivate,
        "SecurityOpt" => PodmanAnswers.HasSecurityOptions,
        "Sysctls" => PodmanAnswers.HasSysctls,
        "Tmpfs" => PodmanAnswers.HasScratchFolders,
        "Ulimits" => PodmanAnswers.HasLimits,

        // Podman does not say; what is inside shows.
        "CgroupnsMode" or "MaskedPaths" or "ReadonlyPaths" or "Runtime" or "StopSignal" or "StdinOnce" or "AttachStdin" or "AttachStdout" or "AttachStderr" =>
            static (_, _) => true,
        _ => Same,
    };

    /// <summary>Every mount that was asked for and no other: an image may declare volumes, which are writable and of any size.</summary>
    private static Discrepancy? Mounts(JsonElement body, JsonElement found)
    {
        var host = Get(body, "HostConfig");
        var asked = Get(host, "Mounts").EnumerateArray()
            .Select(static mount => Line(Get(mount, "Source"), Get(mount, "Target"), !Get(mount, "ReadOnly").GetBoolean()))
            .Concat(Texts(Get(host, "Binds")).Select(static bind => bind.Split(':')).Select(static part => $"{part[0]} at {part[1]}, read-only"));
        var got = Get(found, "Mounts").EnumerateArray()
            .Select(static mount => Line(Get(mount, "Type").GetString() == "volume" ? Get(mount, "Name") : Get(mount, "Source"), Get(mount, "Destination"), Get(mount, "RW").GetBoolean()));
        var (wanted, there) = (asked.ToHashSet(StringComparer.Ordinal), got.ToHashSet(StringComparer.Ordinal));
        return wanted.SetEquals(there)
            ? null
            : new Discrepancy("Mounts", string.Join("; ", wanted.Except(there).Order(StringComparer.Ordinal)), string.Join("; ", there.Except(wanted).Order(StringComparer.Ordinal)));
    }

    private static string Line(JsonElement source, JsonElement target, bool writable) =>
        $"{source.GetString()} at {target.GetString()}, {(writable ? "writable" : "read-only")}";

    private static string Text(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();
        return text.Length > Shown ? text[..Shown] + "…" : text;
    }
}
