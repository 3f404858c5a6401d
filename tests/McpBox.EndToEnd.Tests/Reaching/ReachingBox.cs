using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Reaching;

/// <summary>A box whose server tries to reach things, on a host whose /etc/hosts a test writes: in a mount namespace of its own.</summary>
internal sealed class ReachingBox : IAsyncDisposable
{
    private readonly Box _box = new();
    private RawSession? _session;
    private int _id;

    /// <summary>Where the server sees the CA of a test's API.</summary>
    public string Authority => Path.Combine(_box.Shared, "ca.pem");

    public string Stderr => _session!.Stderr;

    /// <summary>Starts the server.</summary>
    /// <param name="network">TOML of its <c>[network]</c>, but the mode.</param>
    /// <param name="hosts">Further lines of the host's /etc/hosts.</param>
    public void Start(string network, params string[] hosts)
    {
        var script = Programs.Client("reacher.mjs");
        File.Copy(script, Path.Combine(_box.Shared, "reacher.mjs"));
        File.WriteAllLines(Path.Combine(_box.Shared, "hosts"), ["127.0.0.1 localhost", .. hosts]);
        _box.ConfigureServer("reacher", [Programs.Node, Path.Combine(_box.Shared, "reacher.mjs")], $"""
            [servers.reacher.network]
            mode = "allowlist"
            {network}
            [servers.reacher.environment.set]
            NODE_EXTRA_CA_CERTS = "{Authority}"
            CURL_CA_BUNDLE = "{Authority}"
            SSL_CERT_FILE = "{Authority}"
            [[servers.reacher.filesystem.mounts]]
            source = "{_box.Shared}"
            """);
        const string WithHosts = """mount --bind "$0" /etc/hosts || exit 97; exec setpriv --reuid "${SUDO_UID:-0}" --regid "${SUDO_GID:-0}" --clear-groups -- "$@" """;
        var variables = _box.Environment.Select(variable => $"{variable.Key}={variable.Value}");
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["/usr/bin/sudo", "-n", "/usr/bin/env", .. variables];
        _session = _box.Start([.. asRoot, "/usr/bin/unshare", "--mount", "/bin/sh", "-c", WithHosts, Path.Combine(_box.Shared, "hosts"), Programs.McpBox, "run", "reacher"]);
    }

    /// <summary>Has the server try something; gives what came of it.</summary>
    public async Task<JsonElement> TryAsync(string way, object what)
    {
        await _session!.SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = ++_id, method = way, @params = what }) + "\n");
        using var answer = JsonDocument.Parse(await _session.ReadFrameAsync() ?? throw new InvalidOperationException($"it ended: {Stderr}"));
        return answer.RootElement.GetProperty("result").Clone();
    }

    /// <summary>Ends the session and gives its events of a kind.</summary>
    public async Task<IReadOnlyList<JsonElement>> EndAsync(string kind)
    {
        _session!.CloseInput();
        await _session.ReadToEndAsync();
        Assert.Equal(0, await _session.ExitCodeAsync());
        return Events(kind);
    }

    public IReadOnlyList<JsonElement> Events(string kind) =>
        [.. File.ReadLines(_box.JournalPath()).Select(line => JsonDocument.Parse(line).RootElement).Where(record => record.GetProperty("kind").GetString() == kind).Select(record => record.GetProperty("data"))];

    public Task<string> OutputOfAsync(params string[] arguments) => _box.OutputOfAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        _box.Dispose();
    }
}
