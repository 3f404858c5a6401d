using McpBox.Engines.Docker.Translation.ReadingBack;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker;

/// <summary>Every refusal of translating and running, in the order of its codes (docs/errors.md).</summary>
internal static class DockerRefusals
{
    public static Refusal SetupFailed(string words) => new(
        "MB2230", $"the container could not be set up: {words}", "nothing was started; the message is the system's own");

    public static Refusal Unlike(Discrepancy difference) => new(
        "MB2231",
        $"the daemon did not make the container as it was asked to: {difference.Field} was to be {difference.Asked} and is {difference.Found}",
        "nothing was started; look for what changes requests on the way (an authorization plugin, a proxy), or report it with the daemon's version");

    public static Refusal NoImage() => new(
        "MB2232", "the plan has no image, and a container needs one", "name one: `mcpbox run --image REF`, or image = \"REF\" under [container]");

    public static Refusal ImageMissing(string reference) => new(
        "MB2233", $"the daemon does not have the image {reference}", $"`mcpbox pull {reference}`; nothing is pulled while a client waits");

    public static Refusal RuntimeUnknown(string runtime, IEnumerable<string> known) => new(
        "MB2234",
        $"the daemon does not know the runtime {runtime}; it knows {string.Join(", ", known)}",
        "add it to the daemon's configuration (\"runtimes\" in daemon.json), or leave container.runtime out");

    public static Refusal RuntimeFixed(string runtime, string standing) => new(
        "MB2234",
        $"Podman's compatible socket runs every container with {standing}, whatever runtime is asked for, and the profile asks for {runtime}",
        $"start the service with `podman --runtime {runtime} system service`, or leave container.runtime out");

    public static Refusal CannotLimit(IEnumerable<string> resources) => new(
        "MB2235",
        $"the daemon cannot limit {string.Join(", ", resources)} here",
        "`docker info` has the warnings; a rootless daemon needs cgroup version 2 and delegated controllers");

    public static Refusal FifoImpossible(string reason) => new(
        "MB2236", $"stdio = \"fifo\" is impossible with this daemon, because {reason}", "set container.stdio to \"auto\" or \"attach\"");

    public static Refusal MountsImpossible(string source, string reason) => new(
        "MB2237",
        $"{source} of this machine cannot be mounted by this daemon, because {reason}",
        "leave the mount out, put what it holds into the image, or use a daemon on this machine");

    public static Refusal SourceMoved(string source, string found) => new(
        "MB2238",
        $"the mount source {source} is not what the plan decided on: {found}",
        "a part of the path became a symbolic link after the plan was made; start again, and find out who changed it");

    public static Refusal ImageVolumes(IEnumerable<string> paths) => new(
        "MB2239",
        $"the image declares volumes, which would be writable and of any size: {string.Join(", ", paths)}",
        "declare a mount at each of these paths, or build the image without VOLUME");

    public static Refusal LabelForbids(string source, string label) => new(
        "MB2240",
        $"SELinux keeps containers from {source}, which is labelled {label}",
        $"`chcon -R -t container_file_t {source}` if it is a container's to read; mcpbox changes no labels but its own files'");

    public static Refusal ServerFailed(string words) => new(
        "MB2241", $"the server could not be started in the container: {words}", "look at the command, or at the image's ENTRYPOINT and CMD");

    public static Refusal FilterNeedsFile() => new(
        "MB2242",
        "Podman's compatible socket reads a system call filter from a file of its own machine only, and this one is elsewhere",
        "run Podman's socket on this machine, or Docker there");

    public static Refusal TargetReserved(string target) => new(
        "MB2243",
        $"nothing can be mounted at {target}: the container makes /, /proc, /dev and /sys itself, and mcpbox {Translation.ContainerPaths.Pipes}",
        "choose another target for the mount");

    public static Refusal CannotListen(string reason) => new(
        "MB2244",
        $"mcpbox cannot answer connections from inside this container, because its streams are attached ({reason}), and a socket cannot be passed over them",
        "use a daemon and a runtime of this machine's, such as runc, and leave container.stdio at \"auto\"");

    public static Refusal InitAwaited(string carrier, TimeSpan patience) => new(
        "MB2245",
        $"another mcpbox has the container {carrier}, by which the init is brought to this daemon, and was not done in {patience.TotalSeconds} s",
        $"start again; where no mcpbox is starting anything there, `docker rm --force {carrier}` and start again");

    public static Refusal InitSpoiled(string volume) => new(
        "MB2246",
        $"the volume {volume} of the daemon does not hold mcpbox's init and nothing else, although it was just written there",
        $"start again; if it stays so, end the sessions that use it, `docker volume rm {volume}`, and find out who writes to it");
}
