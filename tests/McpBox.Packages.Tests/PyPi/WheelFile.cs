using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Packages.Tests.PyPi;

/// <summary>A real wheel, made by hand: modules, METADATA, WHEEL, entry points, RECORD.</summary>
internal sealed record WheelFile(string Project, string Version)
{
    public string Tags { get; init; } = "py3-none-any";

    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>Lines of <c>console_scripts</c>.</summary>
    public string[] Programs { get; init; } = [];

    public string[] Requires { get; init; } = [];

    /// <summary>Put into the archive as it is, past every rule.</summary>
    public string? RawEntry { get; init; }

    public string Name => $"{Project.Replace('-', '_')}-{Version}-{Tags}.whl";

    public byte[] Bytes()
    {
        var info = $"{Project.Replace('-', '_')}-{Version}.dist-info";
        var all = new Dictionary<string, string>(Files)
        {
            [$"{info}/METADATA"] = $"Metadata-Version: 2.1\nName: {Project}\nVersion: {Version}\n" + string.Concat(Requires.Select(line => $"Requires-Dist: {line}\n")),
            [$"{info}/WHEEL"] = $"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {Tags}\n",
        };
        if (Programs.Length > 0)
            all[$"{info}/entry_points.txt"] = "[console_scripts]\n" + string.Concat(Programs.Select(line => line + "\n"));
        all[$"{info}/RECORD"] = string.Concat(all.Select(file => $"{file.Key},{Digest(file.Value)},{Encoding.UTF8.GetByteCount(file.Value)}\n")) + $"{info}/RECORD,,\n";
        if (RawEntry is not null)
            all[RawEntry] = "out of here";
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in all)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = Listing.Old;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }

    private static string Digest(string text) =>
        "sha256=" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
