using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker;

/// <summary>What SELinux lets a container read, by the type in a file's label (container-selinux, container_selinux(8)).</summary>
internal static class SelinuxLabels
{
    private static readonly string[] Readable = ["bin_t", "container_file_t", "container_ro_file_t", "container_share_t", "lib_t", "usr_t"];

    /// <summary>The label is <c>user:role:type:level</c>.</summary>
    public static Refusal? Refuse(string path)
    {
        var label = FileLabel.Selinux(path) ?? "unlabeled";
        return label.Split(':') is [_, _, var type, ..] && Readable.Contains(type) ? null : DockerRefusals.LabelForbids(path, label);
    }
}
