using System.IO.Compression;
using System.Text;

namespace McpBox.Packages.Tests.NuGet;

/// <summary>A .NET tool's package, made by hand. Its program is a script, so that nothing has to be compiled.</summary>
internal sealed record ToolFile(string Id, string Version)
{
    public string Text { get; init; } = "1";

    public bool IsTool { get; init; } = true;

    public string? RawEntry { get; init; }

    /// <summary>The package for this machine, where this one only lists it.</summary>
    public string? Elsewhere { get; init; }

    public string Name => $"{Id}.{Version}.nupkg";

    public byte[] Bytes()
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, $"{Id}.nuspec", $"<package xmlns='http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd'><metadata><id>{Id}</id><version>{Version}</version></metadata></package>");
            if (IsTool)
            {
                Add(zip, "tools/net8.0/any/DotnetToolSettings.xml", Elsewhere is null
                    ? "<DotNetCliTool Version='1'><Commands><Command Name='echo-mcp' EntryPoint='bin/echo-mcp' Runner='executable' /></Commands></DotNetCliTool>"
                    : $"<DotNetCliTool Version='2'><Commands /><RuntimeIdentifierPackages><RuntimeIdentifierPackage RuntimeIdentifier='linux-x64' Id='{Elsewhere}' /></RuntimeIdentifierPackages></DotNetCliTool>");
                if (Elsewhere is null)
                    Add(zip, "tools/net8.0/any/bin/echo-mcp", $"#!/bin/sh\nread line\necho \"answer {Text} to $line\"\n");
                Add(zip, "tools/net99.0/any/DotnetToolSettings.xml", "<DotNetCliTool Version='1' />");
            }

            if (RawEntry is not null)
                Add(zip, RawEntry, "out of here");
        }

        return memory.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var content = entry.Open();
        content.Write(Encoding.UTF8.GetBytes(text));
    }
}
