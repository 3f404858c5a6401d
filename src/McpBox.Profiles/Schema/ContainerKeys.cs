using System.Collections.Immutable;
using McpBox.Profiles.Kinds;

namespace McpBox.Profiles.Schema;

/// <summary><c>[container]</c>. None of it is a project's to say: another image is another program.</summary>
internal static class ContainerKeys
{
    public static ImmutableArray<Key<Profile>> All { get; } =
    [
        new Key<Profile, string?>
        {
            Path = "container.image",
            Kind = new ImageKind(),
            Get = p => p.Container.Image,
            Set = (p, v) => p with { Container = p.Container with { Image = v } },
            Meaning = "Image whose files the server sees instead of the host's programs. It has to be pulled before.",
        },
        new Key<Profile, string?>
        {
            Path = "container.runtime",
            Kind = new RuntimeKind(),
            Get = p => p.Container.Runtime,
            Set = (p, v) => p with { Container = p.Container with { Runtime = v } },
            Meaning = "OCI runtime, as the daemon calls it: `runsc`. The daemon's default when left out.",
        },
        new Key<Profile, string>
        {
            Path = "container.stdio",
            Kind = new ChoiceKind(["auto", "fifo", "attach"]),
            Get = p => p.Container.Stdio,
            Set = (p, v) => p with { Container = p.Container with { Stdio = v } },
            Meaning = "How the streams are carried. `auto`: FIFOs where the daemon is on this machine, else attach.",
        },
    ];
}
