using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace McpBox.Packages.Tests.Npm;

/// <summary>One version of a package that a test makes.</summary>
internal sealed record TestPackage(string Name, string Version)
{
    /// <summary>package.json, without name and version.</summary>
    public JsonObject Manifest { get; init; } = [];

    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>Into the archive, behind all else.</summary>
    public Action<TarWriter>? More { get; init; }

    public DateTimeOffset Published { get; init; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In place of the right one; null for none at all.</summary>
    public string? Integrity { get; set; } = "";

    /// <summary>In place of the registry's own.</summary>
    public string? Tarball { get; init; }

    public string? Deprecated { get; init; }

    /// <summary>With a program of its own name.</summary>
    public static TestPackage Server(string name, string version = "1.0.0") => new(name, version)
    {
        Manifest = new JsonObject { ["bin"] = "cli.js" },
        Files = { ["cli.js"] = $"#!/usr/bin/env node\nconsole.log('{name} {version}')\n" },
    };

    public JsonObject Described()
    {
        var manifest = (JsonObject)Manifest.DeepClone();
        manifest["name"] = Name;
        manifest["version"] = Version;
        return manifest;
    }

    public byte[] Pack()
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (path, text) in Files.Append(new("package.json", Described().ToJsonString())))
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"package/{path}")
                {
                    // The same bytes whenever they are packed.
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                });
            More?.Invoke(tar);
        }

        return bytes.ToArray();
    }

    public static string Sri(byte[] bytes) => $"sha512-{Convert.ToBase64String(SHA512.HashData(bytes))}";
}
