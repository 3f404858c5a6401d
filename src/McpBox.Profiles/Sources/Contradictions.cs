using System.Collections.Immutable;
using McpBox.Profiles.Kinds;
using McpBox.Profiles.Schema;

namespace McpBox.Profiles.Sources;

/// <summary>Keys that are right one by one, and cannot hold together.</summary>
internal static class Contradictions
{
    // All that is known here of specs: this one is an image, whatever the rest says.
    private const string ImagePrefix = "oci:";

    /// <summary>Of a profile by itself: a runtime without an image may well be meant for servers that name one.</summary>
    /// <param name="settings">Of the layer that is reported, for the place.</param>
    /// <param name="otherwise">The place where none of these settings is the cause.</param>
    public static IEnumerable<Problem> Of(Profile profile, ImmutableArray<Setting<Profile>> settings, Origin otherwise)
    {
        if (profile is { Engine: "bubblewrap", Container.Image: not null })
        {
            yield return new Problem(
                PlaceOf(settings, otherwise, "engine", "container.image"), Codes.Contradiction,
                "engine = \"bubblewrap\" runs the host's programs, and container.image names an image",
                "remove one of them; engine = \"auto\" follows the image");
        }
    }

    /// <summary>Of a server with everything that its profile says.</summary>
    public static IEnumerable<Problem> Of(DeclaredServer server, Profile profile)
    {
        var container = profile.Container;
        if (container.Image is null && !server.HasCommand && !server.HasSpec)
        {
            yield return new Problem(
                server.Origin, Codes.MissingKey, $"servers.{server.Name} has neither a command nor a spec",
                "add command = \"…\", the program to start; spec = \"…\", its package; or container.image, whose ENTRYPOINT is started");
        }

        if (server is { HasCommand: true, HasSpec: true })
        {
            yield return new Problem(
                server.Origin, Codes.Contradiction, $"servers.{server.Name} has a command and a spec, and only one of them can be started",
                "remove one of them; a package's program is chosen by spec = \"npm:pkg#program\"");
        }

        if (server.Spec?.StartsWith(ImagePrefix, StringComparison.Ordinal) == true)
        {
            foreach (var problem in OfImageSpec(server, profile))
            {
                yield return problem;
            }
        }

        var imageless = server.Spec?.StartsWith(ImagePrefix, StringComparison.Ordinal) != true;
        if (imageless && container is ({ Image: null, Runtime: not null } or { Image: null, Stdio: not "auto" }))
        {
            var key = container.Runtime is null ? "stdio" : "runtime";
            yield return new Problem(
                PlaceOf(server.Overrides, server.Origin, $"container.{key}"), Codes.Contradiction,
                $"container.{key} is for containers, and servers.{server.Name} has no image", $"add container.image, or remove container.{key}");
        }

        foreach (var problem in Of(profile, server.Overrides, server.Origin))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> OfImageSpec(DeclaredServer server, Profile profile)
    {
        if (profile.Container.Image is { } image)
        {
            yield return new Problem(
                PlaceOf(server.Overrides, server.Origin, "container.image"), Codes.Contradiction,
                $"spec = {TextKind.Quote(server.Spec!)} and container.image = {TextKind.Quote(image)} both name an image", "remove one of them");
        }

        if (profile.Engine == "bubblewrap")
        {
            yield return new Problem(
                PlaceOf(server.Overrides, server.Origin, "engine"), Codes.Contradiction,
                $"engine = \"bubblewrap\" runs the host's programs, and spec = {TextKind.Quote(server.Spec!)} names an image",
                "remove one of them; engine = \"auto\" follows the image");
        }
    }

    private static Origin PlaceOf(ImmutableArray<Setting<Profile>> settings, Origin otherwise, params ReadOnlySpan<string> keys)
    {
        foreach (var setting in settings.Reverse())
        {
            if (keys.Contains(setting.Key))
            {
                return setting.Origin;
            }
        }

        return otherwise;
    }
}
