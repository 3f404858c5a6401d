using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Packages.Registries;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>What pip would install, from <c>--report</c>. Only the addresses are read: names, versions and hashes are what the gateway itself knows of them.</summary>
internal static class PipReport
{
    private const int Largest = 64 << 20;

    /// <exception cref="PackageException">It cannot be read, or has what the gateway never offered (MB6445).</exception>
    public static ImmutableArray<LockedWheel> Read(string path, PyPiRoutes routes, string requirement)
    {
        var read = BoundedFile.Read(path, Largest, followLinks: false);
        if (read.Status != BoundedReadStatus.Read)
            throw new PackageException(PyPiRefusals.PipFailed($"choose versions for {requirement}", "it left no report"));
        try
        {
            using var json = JsonDocument.Parse(read.Bytes);
            return [.. json.RootElement.GetProperty("install").EnumerateArray().Select(item => Wheel(item, routes))];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PackageException(PyPiRefusals.PipFailed($"choose versions for {requirement}", $"its report cannot be read: {failure.Message}"));
        }
    }

    private static LockedWheel Wheel(JsonElement item, PyPiRoutes routes)
    {
        var address = new Uri(item.GetProperty("download_info").GetProperty("url").GetString() ?? "");
        var offered = routes.At(address.AbsolutePath) ?? throw new FormatException($"it has {ShownText.Of(address.AbsolutePath)}, which was never offered");
        return new LockedWheel(offered.Project, offered.Version, offered.Sha256);
    }
}
