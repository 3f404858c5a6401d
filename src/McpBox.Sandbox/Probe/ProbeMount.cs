namespace McpBox.Sandbox.Probe;

/// <summary>A mount that an engine makes for itself, and what it promises of it.</summary>
/// <param name="Path">Absolute path inside the sandbox.</param>
/// <param name="Options">What the mount has at least.</param>
/// <param name="Size">Bytes that fit at most; needed for a tmpfs that can be written to.</param>
/// <param name="Below">Whether mounts under it belong to it, with the same options at least: those that the host has there, and what covers parts of /proc.</param>
public sealed record ProbeMount(string Path, MountOptions Options, long? Size = null, bool Below = false);

/// <summary>Options of a mount that take something away (mount(8)).</summary>
[Flags]
public enum MountOptions
{
    None = 0,
    ReadOnly = 1,
    NoSuid = 2,
    NoDev = 4,
    NoExec = 8,
}
