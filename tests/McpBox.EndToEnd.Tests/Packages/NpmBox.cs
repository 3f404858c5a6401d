using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A box whose npm asks the registry that this machine's own npm configuration names.</summary>
internal sealed class NpmBox : IDisposable
{
    // Of whoever runs the tests: how npm and mcpbox reach a registry from here. The rest of the environment stays outside.
    private static readonly string[] Passed =
        ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "npm_config_registry"];

    /// <summary>A build asks a registry for a hundred packages, on a machine that may have other things to do.</summary>
    public static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(5);

    public NpmBox()
    {
        foreach (var name in Passed)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                Box.Environment[name] = value;
        }

        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc");
        if (File.Exists(own))
            Box.Environment["npm_config_userconfig"] = own;
    }

    public Box Box { get; } = new();

    public string Store => Path.Combine(Box.Environment["HOME"], ".local/share/mcpbox/packages");

    /// <summary>The script of a server in the store, which has one version of it.</summary>
    public string Script(string server) => Assert.Single(
        Directory.GetDirectories(Store).Select(entry => Path.Combine(entry, $"files/node_modules/@modelcontextprotocol/{server}/dist/index.js")).Where(File.Exists));

    /// <summary>From now on no registry answers: its place is a port of loopback where nobody listens.</summary>
    public void LoseRegistry()
    {
        Box.Environment["npm_config_registry"] = "http://127.0.0.1:9/";
        Box.Environment.Remove("npm_config_userconfig");
    }

    /// <summary>Runs mcpbox to its end, with time for a registry and a build, and gives stdout; anything but exit code 0 fails.</summary>
    public async Task<string> OutputOfAsync(params string[] arguments)
    {
        await using var session = Box.Start([Programs.McpBox, .. arguments]);
        session.Patience = BuildPatience;
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        var code = await session.ExitCodeAsync();
        Assert.True(code == 0, $"exit code {code}: {output}{session.Stderr}");
        return output;
    }

    public void Dispose()
    {
        // What the store holds may not be written, and neither may its folders.
        if (Directory.Exists(Store))
        {
            foreach (var folder in Directory.EnumerateDirectories(Store, "*", SearchOption.AllDirectories).Prepend(Store))
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Box.Dispose();
    }
}
