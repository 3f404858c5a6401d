using System.Security.Cryptography;
using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Running;

/// <summary>Tells this machine from others that use the same daemon.</summary>
internal static class MachineName
{
    private const int LongestId = 256;
    private const int Length = 16;

    /// <summary>
    /// 16 hexadecimal digits. machine-id(5) asks that the id itself is not shown to others, so it is hashed; without one the host name has to do.
    /// </summary>
    public static string Read()
    {
        var id = BoundedFile.Read("/etc/machine-id", LongestId, followLinks: true);
        var text = id is { Status: BoundedReadStatus.Read, Bytes.Length: > 1 } ? Encoding.ASCII.GetString(id.Bytes).Trim() : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("mcpbox " + text)))[..Length];
    }
}
