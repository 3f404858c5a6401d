using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.PyPi;

/// <summary>What an index says of a file, true or not.</summary>
internal sealed record Listing
{
    public static readonly DateTimeOffset Old = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? Uploaded { get; init; } = Old;

    public string? Yanked { get; init; }

    public bool WithoutHash { get; init; }

    /// <summary>Null for the hash of the bytes.</summary>
    public string? Hash { get; init; }

    /// <summary>Null for where the file is.</summary>
    public string? Address { get; init; }
}

/// <summary>A package index on loopback (PEP 503, 691, 700).</summary>
internal sealed class SimpleIndex : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string Name, string Hash, Listing Listing)>> _projects = new();

    public LoopbackRegistry Registry { get; } = new();

    public bool Html { get; init; }

    public string Address => $"{Registry.Address}/simple/";

    public SimpleIndex Add(WheelFile wheel, Listing? listing = null) => Add(wheel.Project, wheel.Name, wheel.Bytes(), listing);

    public SimpleIndex Add(string project, string file, byte[] bytes, Listing? listing = null)
    {
        Replace(file, bytes);
        _projects.GetOrAdd(project, _ => []).Enqueue((file, Convert.ToHexStringLower(SHA256.HashData(bytes)), listing ?? new Listing()));
        Registry.Map($"/simple/{project}/", _ => Html ? LoopbackReply.Text(Page(project), "text/html") : LoopbackReply.Json(Json(project), "application/vnd.pypi.simple.v1+json"));
        return this;
    }

    /// <summary>Other bytes behind the same address; the page stays as it is.</summary>
    public void Replace(string file, byte[] bytes) => Registry.Map($"/packages/{file}", _ => LoopbackReply.Bytes(bytes));

    public void Forget(string project) => _projects.TryRemove(project, out _);

    public void Dispose() => Registry.Dispose();

    private string Json(string project)
    {
        var files = new JsonArray();
        foreach (var (name, hash, listing) in _projects[project])
        {
            var file = new JsonObject { ["filename"] = name, ["url"] = listing.Address ?? $"../../packages/{name}", ["hashes"] = new JsonObject() };
            if (!listing.WithoutHash)
                file["hashes"]!["sha256"] = listing.Hash ?? hash;
            if (listing.Uploaded is { } uploaded)
                file["upload-time"] = uploaded.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
            if (listing.Yanked is not null)
                file["yanked"] = listing.Yanked;
            files.Add(file);
        }

        return new JsonObject { ["meta"] = new JsonObject { ["api-version"] = "1.1" }, ["name"] = project, ["files"] = files }.ToJsonString();
    }

    private string Page(string project)
    {
        var page = new StringBuilder("<!DOCTYPE html><html><body>\n");
        foreach (var (name, hash, listing) in _projects[project])
            page.Append($"<a href='../../packages/{name}#sha256={listing.Hash ?? hash}' data-requires-python=\"&gt;=3\"{(listing.Yanked is { } reason ? $" data-yanked=\"{reason}\"" : "")}>{name}</a><br/>\n");
        return page.Append("</body></html>").ToString();
    }
}
