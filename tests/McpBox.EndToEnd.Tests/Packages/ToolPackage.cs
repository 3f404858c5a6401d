using System.IO.Compression;
using System.Text;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A .NET tool's package whose command is an MCP server, run by dotnet.</summary>
/// <param name="Version">Also what the server says of itself.</param>
internal sealed record ToolPackage(string Version)
{
    public const string Id = "Echo.Mcp";

    /// <summary>In the archive beside all else.</summary>
    public string? More { get; init; }

    public void WriteTo(string folder) => File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{Id}.{Version}.nupkg"), Bytes());

    private byte[] Bytes()
    {
        const string tool = "tools/net8.0/any";
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, $"{Id}.nuspec", $"<package><metadata><id>{Id}</id><version>{Version}</version></metadata></package>");
            Add(zip, $"{tool}/DotnetToolSettings.xml", "<DotNetCliTool Version='1'><Commands><Command Name='echo-mcp' EntryPoint='echo-mcp.dll' Runner='dotnet' /></Commands></DotNetCliTool>");
            Add(zip, $"{tool}/echo-mcp.runtimeconfig.json", """{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"}}}""");
            Add(zip, $"{tool}/echo-mcp.dll", ToolAssembly.WithAnswer($$$"""{"jsonrpc":"2.0","id":"first","result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"echo-mcp","version":"{{{Version}}}" } } }"""));
            if (More is not null)
                Add(zip, More, "out of here");
        }

        return memory.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text) => Add(zip, name, Encoding.UTF8.GetBytes(text));

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var content = zip.CreateEntry(name).Open();
        content.Write(bytes);
    }
}
