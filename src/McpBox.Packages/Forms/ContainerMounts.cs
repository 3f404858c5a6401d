using System.Collections.Immutable;

namespace McpBox.Packages.Forms;

/// <summary><c>-v SOURCE:TARGET[:OPTIONS]</c> and <c>--mount type=bind,…</c> (docker-run(1), podman-run(1)).</summary>
internal static class ContainerMounts
{
    // Who reaches one of these commands every container of the host, and so the host.
    private static readonly ImmutableArray<string> DaemonSockets = ["docker.sock", "podman.sock", "containerd.sock", "crio.sock", "dockershim.sock"];

    private const string BindInstead = "name a folder of yours: -v /absolute/path:/inside[:ro]";

    public static FormMount FromVolume(string written)
    {
        var parts = written.Split(':');
        if (parts is [var letter, ['\\', ..], ..] && letter.Length == 1)
            throw Refuse(written, "has a path of Windows, and the sandbox is on Linux", "write the folder as Linux sees it");
        if (parts.Length is < 2 or > 3)
            throw Refuse(written, "is a volume without a folder of the host, of which nobody can see what is in it", BindInstead);
        var options = parts.Length == 3 ? parts[2].Split(',') : [];
        foreach (var option in options)
            CheckOption(written, option);
        return Create(written, parts[0], parts[1], !options.Contains("ro", StringComparer.Ordinal));
    }

    public static FormMount FromMount(string written)
    {
        var (source, target, type, writable) = ("", "", "volume", true);
        foreach (var field in written.Split(','))
        {
            var (key, value) = field.Split('=', 2) is [var name, var text] ? (name, text) : (field, "true");
            switch (key.ToLowerInvariant())
            {
                case "type":
                    type = value;
                    break;
                case "source" or "src":
                    source = value;
                    break;
                case "target" or "destination" or "dst":
                    target = value;
                    break;
                case "readonly" or "ro":
                    writable = value is "false" or "0";
                    break;
                case "consistency":
                    break;
                case "bind-propagation" when value is "private" or "rprivate":
                    break;
                default:
                    throw Refuse(written, $"has the option {field}, which mcpbox cannot honour", "leave it out");
            }
        }

        return type == "bind"
            ? Create(written, source, target, writable)
            : throw Refuse(written, $"is of type {type}", "use type=bind,source=/absolute/path,target=/inside[,readonly]");
    }

    private static FormMount Create(string written, string source, string target, bool writable)
    {
        if (DaemonSockets.Contains(source[(source.LastIndexOf('/') + 1)..]) || DaemonSockets.Contains(target[(target.LastIndexOf('/') + 1)..]))
        {
            throw new PackageException(
                "MB6022", $"the mount {written} shows the socket of a container daemon, and whoever reaches that is root on this machine",
                "leave it out; a server that manages containers cannot be sandboxed");
        }

        if (!source.StartsWith('/'))
        {
            throw Refuse(
                written, source is ['.' or '~', ..] ? $"has a source that is not absolute, and a client may start mcpbox anywhere" : "names a volume of the daemon, of which nobody can see what is in it",
                BindInstead);
        }

        return target.StartsWith('/') ? new FormMount(source, target, writable) : throw Refuse(written, "has a target that is not absolute", BindInstead);
    }

    // Labels and caches concern the daemon; a mount that is shared would carry the server's own mounts back to the host.
    private static void CheckOption(string written, string option)
    {
        if (option is not ("ro" or "rw" or "z" or "Z" or "cached" or "delegated" or "consistent" or "nocopy" or "private" or "rprivate"))
            throw Refuse(written, $"has the option {option}, which mcpbox cannot honour", "leave it out");
    }

    private static PackageException Refuse(string written, string why, string hint) => new("MB6023", $"the mount {written} {why}", hint);
}
