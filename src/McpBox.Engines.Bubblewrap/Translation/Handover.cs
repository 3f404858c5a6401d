using System.Collections.Immutable;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Something that bwrap is handed as an open descriptor. The first has number 3; the list's order is the numbers' order.</summary>
internal abstract record Handover
{
    /// <summary>
    /// One of the five that are meant for the init, which no option names: bwrap's monitor closes what it was not told of, so that only
    /// the init is left with it.
    /// </summary>
    internal sealed record ForInit(InitDescriptor Which) : Handover;

    /// <summary>The options themselves, NUL-separated (<c>--args</c>).</summary>
    internal sealed record Arguments : Handover;

    /// <summary>Where bwrap says which process it made (<c>--info-fd</c>).</summary>
    internal sealed record Info : Handover;

    /// <summary>Where bwrap says how the server ended (<c>--json-status-fd</c>).</summary>
    internal sealed record Status : Handover;

    /// <summary>A file made of these bytes, whose end comes only when the devices were made read-only: holds bwrap back until then.</summary>
    internal sealed record DeviceGate(ImmutableArray<byte> Bytes, ImmutableArray<string> Devices) : Handover;

    /// <summary>A compiled system call filter (<c>--add-seccomp-fd</c>): the one that allows, or the one that denies and must be last.</summary>
    internal sealed record Filter(bool Denies) : Handover;

    /// <summary>A file made of these bytes.</summary>
    internal sealed record Content(ImmutableArray<byte> Bytes) : Handover;

    /// <summary>A host path, opened with O_PATH before it is looked at.</summary>
    internal sealed record HostPath(string Path) : Handover;
}
