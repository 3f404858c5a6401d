using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpBox.Engines.Docker.Translation.Seccomp;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker.Translation;

/// <summary>
/// Plan to the body of ContainerCreate (https://docs.docker.com/reference/api/engine/version/v1.41/): a pure function of the plan, the
/// daemon's facts, the identity and the session's placement. What must be off is said to be off, and not left to a daemon's defaults.
/// </summary>
internal sealed class ContainerTranslation
{
    /// <summary>Shared memory is memory: it counts against the same limit, and this is the most that goes there.</summary>
    internal const long SharedMemorySize = 64L << 20;

    private const double NanoCpus = 1e9;

    /// <summary>More than any uid has running, and less than hosts let it have.</summary>
    private const long ProcessesOfUid = 16384;

    private readonly SandboxPlan _plan;
    private readonly DaemonFacts _facts;
    private readonly ContainerIdentity _identity;
    private readonly Placement _placement;
    private readonly Utf8JsonWriter _json;

    private ContainerTranslation(SandboxPlan plan, DaemonFacts facts, ContainerIdentity identity, Placement placement, Utf8JsonWriter json) =>
        (_plan, _facts, _identity, _placement, _json) = (plan, facts, identity, placement, json);

    /// <returns>JSON, UTF-8.</returns>
    public static byte[] Translate(SandboxPlan plan, DaemonFacts facts, ContainerIdentity identity, Placement placement)
    {
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new ContainerTranslation(plan, facts, identity, placement, json).Write();
        return buffer.WrittenSpan.ToArray();
    }

    private bool IsAttached => _placement.Pipes is null;

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteString("Image", _plan.Image!.Id);
        List("Entrypoint", [ContainerPaths.Init]);
        List("Cmd", IsAttached ? [InitProtocol.AttachMode] : [InitProtocol.FifosMode, ContainerPaths.Pipes]);

        // The daemon adds the image's variables, which are for the server and come to it by the order: not for the init's runtime and C library.
        List("Env", _placement.ImageVariables.Select(static name => name + "="));
        _json.WriteString("User", $"{_identity.Uid}:{_identity.Gid}");
        _json.WriteString("Hostname", ContainerPaths.HostName);
        _json.WriteString("WorkingDir", "/");
        _json.WriteStartObject("Labels");
        foreach (var (name, value) in ContainerLabels.Of(_plan, _placement))
            _json.WriteString(name, value);
        _json.WriteEndObject();
        foreach (var name in new[] { "AttachStdin", "AttachStdout", "AttachStderr", "OpenStdin", "StdinOnce" })
            _json.WriteBoolean(name, IsAttached);
        _json.WriteBoolean("Tty", false);

        // Without it a daemon spends most of a start on the bookkeeping of a network that is none; an /etc/hosts is all that is lost.
        _json.WriteBoolean("NetworkDisabled", _placement.Hosts is not null);

        // An image's health check would be a second process of the image, started past our init.
        _json.WriteStartObject("Healthcheck");
        List("Test", ["NONE"]);
        _json.WriteEndObject();
        _json.WriteString("StopSignal", "SIGTERM");
        _json.WriteStartObject("HostConfig");
        Privileges();
        Namespaces();
        Limits();
        Files();
        Life();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Privileges()
    {
        _json.WriteBoolean("Privileged", false);
        List("CapAdd", []);
        List("CapDrop", ["ALL"]);
        List("SecurityOpt", SecurityOptions());
        List("GroupAdd", []);
        List("Devices", []);
        List("DeviceRequests", []);
        List("DeviceCgroupRules", []);
        List("MaskedPaths", HiddenPaths.Masked);
        List("ReadonlyPaths", HiddenPaths.ReadOnly);
        if (_plan.Runtime is { } runtime)
            _json.WriteString("Runtime", runtime);
    }

    /// <summary>Podman reads a filter from a file only, and masks by an option of its own instead of the field.</summary>
    private ImmutableArray<string> SecurityOptions() => _facts.IsPodman
        ? ["no-new-privileges", $"seccomp={_placement.Filter}", "mask=" + string.Join(':', HiddenPaths.Masked)]
        : ["no-new-privileges", "seccomp=" + SeccompJson.Text];

    private void Namespaces()
    {
        _json.WriteString("NetworkMode", PlanWords.Of(_plan.Network));
        _json.WriteString("IpcMode", "private");
        _json.WriteString("CgroupnsMode", "private");
        _json.WriteString("PidMode", "");
        _json.WriteString("UTSMode", "");
        _json.WriteString("UsernsMode", "");
        _json.WriteString("CgroupParent", "");
        _json.WriteBoolean("PublishAllPorts", false);
        List("Links", []);
        List("ExtraHosts", []);
        List("VolumesFrom", []);

        // Of the container's own network namespace: without it the init, which has no capability, could not bind such a port.
        _json.WriteStartObject("Sysctls");
        if (_plan.Listeners.Any(static listener => listener.IsPrivileged))
            _json.WriteString("net.ipv4.ip_unprivileged_port_start", "0");
        _json.WriteEndObject();
        _json.WriteStartObject("PortBindings");
        _json.WriteEndObject();
    }

    private void Limits()
    {
        var limits = _plan.Limits;
        _json.WriteNumber("Memory", limits.Memory);
        _json.WriteNumber("MemorySwap", limits.Memory);
        _json.WriteNumber("PidsLimit", limits.Pids);
        _json.WriteNumber("NanoCpus", (long)Math.Round(limits.Cpus * NanoCpus));
        _json.WriteBoolean("OomKillDisable", false);
        _json.WriteNumber("ShmSize", SharedMemorySize);
        _json.WriteStartArray("Ulimits");
        Ulimit("core", 0);
        Ulimit("fsize", limits.FileSize);
        Ulimit("nofile", limits.OpenFiles);

        // Podman otherwise asks for more than a service without CAP_SYS_RESOURCE may give. It is a limit of the uid on the whole host.
        if (_facts.IsPodman)
            Ulimit("nproc", ProcessesOfUid);
        _json.WriteEndArray();
    }

    private void Files()
    {
        _json.WriteBoolean("ReadonlyRootfs", true);
        _json.WriteStartObject("Tmpfs");
        foreach (var (path, options) in ScratchFolders.Of(_plan, _facts, _identity))
            _json.WriteString(path, options);
        _json.WriteEndObject();
        var mounts = ContainerMounts.Of(_plan, _facts, _placement);

        // Only this older form of a mount can ask for a label of SELinux, which our own folder has to get.
        List("Binds", mounts.Where(static mount => mount.Relabel).Select(static mount => $"{mount.Source}:{mount.Target}:ro,z"));
        _json.WriteStartArray("Mounts");
        foreach (var mount in mounts.Where(static mount => !mount.Relabel))
            Mount(mount);
        _json.WriteEndArray();
    }

    private void Life()
    {
        _json.WriteBoolean("AutoRemove", true);
        _json.WriteBoolean("Init", false);
        _json.WriteStartObject("RestartPolicy");
        _json.WriteString("Name", "no");
        _json.WriteNumber("MaximumRetryCount", 0);
        _json.WriteEndObject();
        _json.WriteStartObject("LogConfig");
        _json.WriteString("Type", "none");
        _json.WriteEndObject();
    }

    private void Ulimit(string name, long value)
    {
        _json.WriteStartObject();
        _json.WriteString("Name", name);
        _json.WriteNumber("Soft", value);
        _json.WriteNumber("Hard", value);
        _json.WriteEndObject();
    }

    private void Mount(ContainerMount mount)
    {
        _json.WriteStartObject();
        _json.WriteString("Type", mount.IsVolume ? "volume" : "bind");
        _json.WriteString("Source", mount.Source);
        _json.WriteString("Target", mount.Target);
        _json.WriteBoolean("ReadOnly", !mount.Writable);
        _json.WriteStartObject(mount.IsVolume ? "VolumeOptions" : "BindOptions");
        if (mount.IsVolume)
            _json.WriteBoolean("NoCopy", true);
        else
            _json.WriteString("Propagation", "rprivate");
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void List(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
            _json.WriteStringValue(value);
        _json.WriteEndArray();
    }
}
