using System.Text;
using System.Text.RegularExpressions;
using McpBox.EndToEnd.Tests.Harness;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A box with a store, a lock file and a folder for temporary files of its own, whose package managers know the registries that a test names.</summary>
internal sealed partial class PackageBox : IDisposable
{
    // Of whoever runs the tests: how npm and mcpbox reach a registry from here. The rest of the environment stays outside.
    private static readonly string[] Passed =
        ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "npm_config_registry"];

    /// <summary>A build starts node, pip or dotnet several times, on a machine that may have other things to do.</summary>
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(2);

    public PackageBox()
    {
        Box.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(Box.Shared, "tmp")).FullName;
        Box.Environment["XDG_DATA_HOME"] = Path.Combine(Box.Shared, "data");
        Box.Environment["PIP_CONFIG_FILE"] = "/dev/null";
    }

    public Box Box { get; } = new();

    public string Home => Box.Environment["HOME"];

    public string Store => Path.Combine(Box.Environment["XDG_DATA_HOME"], "mcpbox/packages");

    public string LockPath => Path.Combine(Box.Environment["XDG_CONFIG_HOME"], "mcpbox/mcpbox.lock");

    /// <summary>The keys of all entries.</summary>
    public IEnumerable<string> Keys => Names.Where(name => Key().IsMatch(name));

    /// <summary>What the store has, but for the empty files at which builders queue.</summary>
    public IEnumerable<string> Names => Directory.Exists(Store)
        ? Directory.EnumerateFileSystemEntries(Store).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith(".lock-", StringComparison.Ordinal))
        : [];

    /// <summary>The files of the one entry.</summary>
    public string Files => Path.Combine(Store, Assert.Single(Keys), "files");

    /// <summary>Writes an .npmrc.</summary>
    public void UseNpm(TestShelf shelf, string more = "") => File.WriteAllText(Path.Combine(Home, ".npmrc"), $"registry={shelf.Address}\n{more}\n");

    /// <summary>The registry that this machine's own npm is configured with, and the way there.</summary>
    public void UsePublished()
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

    /// <summary>From now on no registry of npm's answers: its place is a port of loopback where nobody listens.</summary>
    public void LoseRegistry()
    {
        Box.Environment["npm_config_registry"] = "http://127.0.0.1:9/";
        Box.Environment.Remove("npm_config_userconfig");
    }

    public RawSession Start(params IReadOnlyList<string> words)
    {
        var session = Box.Start([Programs.McpBox, .. words]);
        session.Patience = BuildPatience;
        return session;
    }

    /// <summary>Runs mcpbox to its end and gives stdout; anything but exit code 0 fails.</summary>
    public async Task<string> OutputOfAsync(params IReadOnlyList<string> words)
    {
        await using var session = Start(words);
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        var code = await session.ExitCodeAsync();
        Assert.True(code == 0, $"exit code {code}: {output}{session.Stderr}");
        return output;
    }

    /// <summary>Runs mcpbox to its end, which is a refusal by this code; gives what it said to people.</summary>
    public async Task<string> RefusalOfAsync(string code, params IReadOnlyList<string> words)
    {
        await using var session = Start(words);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.NotEqual(0, await session.ExitCodeAsync());
        Assert.True(session.Stderr.Split('\n').Any(line => line.StartsWith("mcpbox: ", StringComparison.Ordinal) && line.Contains($" {code} ", StringComparison.Ordinal)), session.Stderr);
        return session.Stderr;
    }

    /// <summary>Starts a server, and gives the result of <c>initialize</c>.</summary>
    public async Task<Hello> HelloAsync(params IReadOnlyList<string> words)
    {
        await using var session = Start(words);
        await session.SendAsync(Hello.Request);
        var hello = Hello.Read(await session.ReadFrameAsync(), session);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
        return hello;
    }

    /// <summary>Nothing was kept of what was refused: no entry, no half of one, no temporary file, and the lock file as it was.</summary>
    /// <param name="locked">Text of the lock file before; null for none.</param>
    public void AssertNothingLeft(string? locked)
    {
        Assert.Empty(Names);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Box.Environment["TMPDIR"]));
        Assert.Equal(locked, File.Exists(LockPath) ? File.ReadAllText(LockPath) : null);
    }

    /// <summary>As if it had never been built here.</summary>
    public void ForgetStore()
    {
        Open();
        Directory.Delete(Store, recursive: true);
    }

    public void Dispose()
    {
        Open();
        Box.Dispose();
    }

    // What the store holds may not be written, and neither may its folders.
    private void Open()
    {
        if (!Directory.Exists(Store))
            return;
        foreach (var folder in Directory.EnumerateDirectories(Store, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Key();
}
