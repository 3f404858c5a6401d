using System.Globalization;

namespace McpBox.Packages.Forms;

/// <summary>
/// Every option of <c>docker run</c> and <c>podman run</c> that mcpbox has an answer to: what it means under the plan, that it means
/// nothing there, or why it is refused.
/// </summary>
internal static class ContainerOptions
{
    private static readonly FormOption<ContainerWords> Drop = new(TakesValue: false, static (_, _) => { });
    private static readonly FormOption<ContainerWords> DropValue = new(TakesValue: true, static (_, _) => { });
    private static readonly FormOption<ContainerWords> Variable = new(TakesValue: true, static (words, value) => words.AddVariable(value));
    private static readonly FormOption<ContainerWords> Volume = new(TakesValue: true, static (words, value) => words.Add(ContainerMounts.FromVolume(value)));
    private static readonly FormOption<ContainerWords> WorkingDirectory = new(TakesValue: true, static (words, value) => words.WorkingDirectory = Absolute(value));
    private static readonly FormOption<ContainerWords> Memory = new(TakesValue: true, static (words, value) => words.Memory = ContainerSizes.Read(value));
    private static readonly FormOption<ContainerWords> User = new(TakesValue: true, ReadUser);
    private static readonly FormOption<ContainerWords> Network = new(TakesValue: true, ReadNetwork);
    private static readonly FormOption<ContainerWords> Terminal = Cannot("-t", "asks for a terminal, which would change the protocol's bytes", "leave it out: -i alone is what a client needs", takesValue: false);
    private static readonly FormOption<ContainerWords> Detached = Cannot("-d", "lets the server run on without its client", "leave it out", takesValue: false);
    private static readonly FormOption<ContainerWords> Publish = Cannot("-p", "opens a port of this machine, and a server over stdio needs none", "leave it out");

    private const string LeaveOut = "leave it out, or run the server without mcpbox if it really needs this";

    public static IReadOnlyDictionary<string, FormOption<ContainerWords>> All { get; } = new Dictionary<string, FormOption<ContainerWords>>(StringComparer.Ordinal)
    {
        ["-i"] = Drop,
        ["--interactive"] = Drop,
        ["--rm"] = Drop,
        ["--init"] = Drop,
        ["-q"] = Drop,
        ["--quiet"] = Drop,
        ["--read-only"] = Drop,
        ["--no-healthcheck"] = Drop,
        ["--sig-proxy"] = Drop,
        ["--name"] = DropValue,
        ["-h"] = DropValue,
        ["--hostname"] = DropValue,
        ["-l"] = DropValue,
        ["--label"] = DropValue,
        ["-a"] = DropValue,
        ["--attach"] = DropValue,
        ["--cap-drop"] = DropValue,
        ["--log-driver"] = DropValue,
        ["--log-opt"] = DropValue,
        ["--stop-timeout"] = DropValue,
        ["--pull"] = Only("--pull", ["never", "missing"], "MB6023", "fetches the image at every start, and a start never does", "fetch it once: mcpbox pull IMAGE"),
        ["--restart"] = Only("--restart", ["no"], "MB6023", "lets the server outlive its session", "leave it out"),
        ["-e"] = Variable,
        ["--env"] = Variable,
        ["--env-file"] = Cannot("--env-file", "reads variables from a file, and values in it may be secrets", "name them: -e NAME for each, or pass under [environment] of the profile"),
        ["-v"] = Volume,
        ["--volume"] = Volume,
        ["--mount"] = new(TakesValue: true, static (words, value) => words.Add(ContainerMounts.FromMount(value))),
        ["--tmpfs"] = new(TakesValue: true, ReadScratch),
        ["-w"] = WorkingDirectory,
        ["--workdir"] = WorkingDirectory,
        ["-u"] = User,
        ["--user"] = User,
        ["--entrypoint"] = new(TakesValue: true, static (words, value) => words.Entrypoint = value.Length > 0 ? value : throw Refusal("MB6023", "--entrypoint is empty", "name the program to start, or leave it out")),
        ["--runtime"] = new(TakesValue: true, static (words, value) => words.Runtime = value),
        ["-m"] = Memory,
        ["--memory"] = Memory,
        ["--memory-swap"] = DropValue,
        ["--cpus"] = new(TakesValue: true, static (words, value) => words.Cpus = Positive("--cpus", value)),
        ["--pids-limit"] = new(TakesValue: true, static (words, value) => words.Pids = (int)Positive("--pids-limit", value)),
        ["--net"] = Network,
        ["--network"] = Network,
        ["--security-opt"] = Only("--security-opt", ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"], "MB6022", "changes what keeps the server in its sandbox", LeaveOut),
        ["--ipc"] = Only("--ipc", ["none", "private"], "MB6022", "shares memory with other programs", LeaveOut),
        ["--pid"] = Rights("--pid", "shows the server other programs, and lets it act on them"),
        ["--userns"] = Rights("--userns", "gives the server a user of the host"),
        ["--uts"] = Rights("--uts", "shares the host's name with the server"),
        ["--cgroupns"] = Only("--cgroupns", ["private"], "MB6022", "shows the server the host's cgroups", LeaveOut),
        ["--privileged"] = new(TakesValue: false, static (_, value) => { if (value != "false") throw Refusal("MB6022", "--privileged gives the server every right on this machine", LeaveOut); }),
        ["--cap-add"] = Rights("--cap-add", "gives the server a capability of root"),
        ["--device"] = Rights("--device", "shows the server a device of this machine"),
        ["--gpus"] = Rights("--gpus", "shows the server devices of this machine"),
        ["--volumes-from"] = Rights("--volumes-from", "shows the server another container's files"),
        ["--group-add"] = Rights("--group-add", "gives the server a group of the host"),
        ["--cgroup-parent"] = Rights("--cgroup-parent", "takes the server out of its limits"),
        ["--sysctl"] = Rights("--sysctl", "changes settings of the kernel"),
        ["--oom-kill-disable"] = Rights("--oom-kill-disable", "takes the memory limit's force away", takesValue: false),
        ["-t"] = Terminal,
        ["--tty"] = Terminal,
        ["-d"] = Detached,
        ["--detach"] = Detached,
        ["-p"] = Publish,
        ["--publish"] = Publish,
        ["-P"] = Publish with { TakesValue = false },
        ["--publish-all"] = Publish with { TakesValue = false },
        ["--add-host"] = NoNetwork("--add-host"),
        ["--dns"] = NoNetwork("--dns"),
        ["--link"] = NoNetwork("--link"),
        ["--platform"] = Cannot("--platform", "chooses among images, and mcpbox runs the one that was pulled", "leave it out, and pull the image that is meant"),
        ["--ulimit"] = Cannot("--ulimit", "is none of the limits that a plan has", "set open_files or file_size under [limits] of the profile"),
        ["--shm-size"] = Cannot("--shm-size", "is none of the limits that a plan has", "leave it out"),
    };

    private static FormOption<ContainerWords> Rights(string option, string why, bool takesValue = true) =>
        new(takesValue, (_, value) => throw Refusal("MB6022", takesValue ? $"{option} {value} {why}" : $"{option} {why}", LeaveOut));

    private static FormOption<ContainerWords> Cannot(string option, string why, string hint, bool takesValue = true) =>
        new(takesValue, (_, _) => throw Refusal("MB6023", $"{option} {why}", hint));

    private static FormOption<ContainerWords> NoNetwork(string option) =>
        Cannot(option, "is for a network, and the server has none", "leave it out");

    private static FormOption<ContainerWords> Only(string option, string[] allowed, string code, string why, string hint) => new(TakesValue: true, (_, value) =>
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
            throw Refusal(code, $"{option} {value} {why}", hint);
    });

    private static void ReadNetwork(ContainerWords words, string value)
    {
        if (value == "host" || value.StartsWith("container:", StringComparison.Ordinal) || value.StartsWith("ns:", StringComparison.Ordinal))
            throw Refusal("MB6022", $"--network {value} lets the server reach everything that this machine or another container can", LeaveOut);
        if (value != "none")
            throw Refusal("MB6023", $"--network {value} gives the server a network, and a sandbox has none yet", "leave it out; the server runs without a network");
    }

    private static void ReadUser(ContainerWords words, string value)
    {
        if (value.Split(':')[0] is "root" or "0" or "")
            throw Refusal("MB6022", $"--user {value} makes the server root in its container", "leave it out: process.run_as of the profile decides");
        words.Remarks.Add($"--user {value} is left out: the server's user is the one that process.run_as of the profile says");
    }

    private static void ReadScratch(ContainerWords words, string value)
    {
        if (value.Split(':')[0].TrimEnd('/') != "/tmp")
            throw Refusal("MB6023", $"--tmpfs {value} is a folder that a sandbox does not have", "the server may write /tmp and HOME; their sizes are tmp_size and home_size under [filesystem]");
    }

    private static string Absolute(string path) =>
        path.StartsWith('/') ? path : throw Refusal("MB6023", $"the working directory {path} is not absolute", "write it from / on");

    private static double Positive(string option, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000
            ? number
            : throw Refusal("MB6023", $"{option} {value} is not a limit", "write a number above 0");

    private static PackageException Refusal(string code, string message, string hint) => new(code, message, hint);
}
