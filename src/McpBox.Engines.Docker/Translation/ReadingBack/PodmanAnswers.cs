using System.Text.Json;
using static McpBox.Engines.Docker.Translation.ReadingBack.JsonSameness;

namespace McpBox.Engines.Docker.Translation.ReadingBack;

/// <summary>What Podman's compatible socket answers in words of its own (seen with 4.3).</summary>
internal static class PodmanAnswers
{
    private const string LimitPrefix = "RLIMIT_";

    /// <summary>ALL is answered with the names of those that the container would have had.</summary>
    public static bool DropsCapabilities(JsonElement asked, JsonElement found) => Texts(found).Length > 0;

    /// <summary>A namespace of its own, which another container could be told to join: by whoever may tell Podman anything.</summary>
    public static bool IsOwnIpc(JsonElement asked, JsonElement found) => found.GetString() is "private" or "shareable";

    /// <summary>Nothing asked for is a namespace of its own.</summary>
    public static bool IsPrivate(JsonElement asked, JsonElement found) => IsEmpty(found) || found.GetString() == "private";

    /// <summary>The masks are not answered.</summary>
    public static bool HasSecurityOptions(JsonElement asked, JsonElement found)
    {
        var masks = Texts(asked).Where(static option => option.StartsWith("mask=", StringComparison.Ordinal));
        return Texts(asked).Except(masks, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal).SetEquals(Texts(found));
    }

    /// <summary>Podman 4.3 does not say; if it did not set the one that is asked for, the init could not bind its port.</summary>
    public static bool HasSysctls(JsonElement asked, JsonElement found) => IsEmpty(found) || Same(asked, found);

    /// <summary>The same folders, with every option that was asked for but the one that is a default's absence.</summary>
    public static bool HasScratchFolders(JsonElement asked, JsonElement found) =>
        asked.EnumerateObject().Select(static folder => folder.Name).ToHashSet(StringComparer.Ordinal)
            .SetEquals(found.EnumerateObject().Select(static folder => folder.Name))
        && asked.EnumerateObject().All(folder =>
        {
            var wanted = folder.Value.GetString()!.Split(',').Where(static option => option != "notmpcopyup");
            var there = Get(found, folder.Name).GetString()!.Split(',').Where(static option => option != "rprivate");
            return wanted.ToHashSet(StringComparer.Ordinal).SetEquals(there);
        });

    /// <summary>The limits that were asked for; others are Podman's own and limit more, not less.</summary>
    public static bool HasLimits(JsonElement asked, JsonElement found) =>
        found.ValueKind == JsonValueKind.Array && asked.EnumerateArray().All(limit => found.EnumerateArray().Any(other =>
            Get(other, "Name").GetString() == LimitPrefix + Get(limit, "Name").GetString()!.ToUpperInvariant()
            && Same(Get(limit, "Soft"), Get(other, "Soft")) && Same(Get(limit, "Hard"), Get(other, "Hard"))));
}
