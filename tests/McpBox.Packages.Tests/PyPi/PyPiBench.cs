using System.Diagnostics;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.PyPi;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.PyPi;

/// <summary>An index, a user's configuration and the ecosystem on them.</summary>
internal sealed class PyPiBench : IDisposable
{
    public static readonly ResolveOptions Cautious = new(TimeSpan.FromDays(2), AllowDeprecated: false, Scripts: false, null);

    private readonly BenchFolder _folder = new();
    private int _built;

    public PyPiBench(params SimpleIndex[] indexes)
    {
        Environment["PIP_CONFIG_FILE"] = "/dev/null";
        if (indexes.Length > 0)
            Environment["PIP_INDEX_URL"] = indexes[0].Address;
        if (indexes.Length > 1)
            Environment["PIP_EXTRA_INDEX_URL"] = string.Join(' ', indexes.Skip(1).Select(index => index.Address));
    }

    public Dictionary<string, string> Environment { get; } = [];

    public BareSandbox Sandbox { get; } = new();

    /// <summary>Where it is set, what is built with instead.</summary>
    public LyingSandbox? Image { get; set; }

    public string Folder => _folder.Path;

    public PyPiEcosystem Ecosystem => new((IBuildSandbox?)Image ?? Sandbox, PipConfig.Read(Environment, null), new GatewayLimits(), TimeProvider.System, _folder.Path);

    public LockedPackage Resolve(string name, string? wanted = null, ResolveOptions? options = null, string? program = null) =>
        Ecosystem.Resolve(new PackageSpec(McpBox.Packages.Specs.Ecosystem.PyPi, name, wanted, program), options ?? Cautious, default);

    public string Refused(string name, string? wanted = null, ResolveOptions? options = null) =>
        Assert.Throws<PackageException>(() => Resolve(name, wanted, options)).Message;

    public (StartCommand Start, string Files) Build(LockedPackage locked)
    {
        var files = _folder.Folder($"built{_built++}");
        return (Ecosystem.Build(locked, files, new BuildOptions(null), default), files);
    }

    /// <summary>What the program answers to one line, started as the store would start it.</summary>
    public static string Ask(StartCommand start, string files, string line)
    {
        var words = start.Words.Select(word => word.Replace(StartCommand.FilesPlace, files, StringComparison.Ordinal)).ToList();
        var info = new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value.Replace(StartCommand.FilesPlace, files, StringComparison.Ordinal);
        using var process = Process.Start(info)!;
        process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer + error.Result;
    }

    public void Dispose() => _folder.Dispose();
}
