namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>What is held to the contract: an engine, a daemon behind it, and the way in which streams are carried.</summary>
public enum Subject
{
    /// <summary>The host's toolchain in namespaces.</summary>
    Bubblewrap,

    /// <summary>Docker Engine and runc, streams by FIFOs.</summary>
    DockerFifo,

    /// <summary>Docker Engine and runc, streams through the daemon.</summary>
    DockerAttach,

    /// <summary>Podman's service and runc, streams by FIFOs.</summary>
    PodmanFifo,

    /// <summary>Podman's service and runc, streams through the daemon.</summary>
    PodmanAttach,

    /// <summary>Docker Engine and gVisor, which has a kernel of its own, so that streams go through the daemon.</summary>
    Runsc,
}
