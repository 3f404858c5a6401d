using System.Collections.Immutable;
using System.Runtime.InteropServices;
using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>A real temporary folder that plays the machine: a home directory, programs, packages. What is built in it is what is planned for.</summary>
public sealed partial class Scene : IDisposable
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly List<MountDeclaration> _mounts = [];

    public Scene()
    {
        _root = CanonicalPath.Of(Directory.CreateTempSubdirectory("mcpbox-plan-").FullName)!;
        File.SetUnixFileMode(_root, Everybody);
        Home = Folder("home/u");
        CurrentDirectory = Home;
        Profile = new Profile { Name = "strict", Origin = new Origin("builtin:strict.toml", 1, 1) };
    }

    public string Home { get; }

    public string CurrentDirectory { get; set; }

    public Profile Profile { get; set; }

    public ImageFacts? Image { get; set; }

    public PackageFiles? Package { get; set; }

    /// <summary>For a command line without a program: what stands after an image's ENTRYPOINT.</summary>
    public ImmutableArray<string> Arguments { get; set; } = [];

    public uint CallerUid { get; set; } = 1000;

    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ImmutableArray<string> OwnFolders { get; set; } = [];

    public string PasswdFile { get; set; } = "/etc/passwd";

    public string Path(string name) => System.IO.Path.Combine(_root, name);

    public string Folder(string name) => Directory.CreateDirectory(Path(name), Everybody).FullName;

    public string Write(string name, string text = "", bool executable = false)
    {
        Folder(System.IO.Path.GetDirectoryName(name) ?? "");
        File.WriteAllText(Path(name), text);
        File.SetUnixFileMode(Path(name), executable ? Everybody : Everybody & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        return Path(name);
    }

    /// <summary>A stand-in for machine code: only its first bytes are looked at.</summary>
    public string Program(string name) => Write(name, "\x7f" + "ELF", executable: true);

    /// <summary>A symlink; the target is written into it as it is.</summary>
    public string Link(string name, string target)
    {
        Folder(System.IO.Path.GetDirectoryName(name) ?? "");
        File.CreateSymbolicLink(Path(name), target);
        return Path(name);
    }

    public string Fifo(string name)
    {
        Assert.Equal(0, MakeFifo(Path(name), 0x1b6));
        return Path(name);
    }

    public void HardLink(string existing, string name)
    {
        Folder(System.IO.Path.GetDirectoryName(name) ?? "");
        Assert.Equal(0, MakeLink(existing, Path(name)));
    }

    public void Mount(string source, string? target = null, bool writable = false, bool allowSensitive = false) =>
        _mounts.Add(new MountDeclaration(source, target, writable, allowSensitive, new Origin("/cfg/config.toml", 3 + _mounts.Count, 1)));

    public void ClearMounts() => _mounts.Clear();

    public PlanResult Plan(params string[] command) => Planner.Plan(new PlanRequest
    {
        Profile = Profile with { Filesystem = Profile.Filesystem with { Mounts = [.. Profile.Filesystem.Mounts, .. _mounts] } },
        Program = command.FirstOrDefault(),
        Arguments = [.. command.Skip(1), .. Arguments],
        Image = Image,
        Package = Package,
        CurrentDirectory = CurrentDirectory,
        CallerEnvironment = Environment.ToImmutableDictionary(),
        CallerUid = CallerUid,
        HomeDirectory = Home,
        OwnFolders = OwnFolders,
        PasswdFile = PasswdFile,
    });

    /// <summary>The plan, which there has to be.</summary>
    public SandboxPlan Accepted(params string[] command)
    {
        var result = Plan(command);
        Assert.True(result.Plan is not null, string.Join('\n', result.Problems));
        Assert.Empty(result.Problems);
        Assert.Equal(PlanFailureKind.None, result.Failure);
        return result.Plan;
    }

    /// <summary>The only problem, which there has to be; and no plan beside it.</summary>
    public Problem Refused(string code, params string[] command) => Refused(code, PlanFailureKind.Refused, command);

    public Problem Refused(string code, PlanFailureKind kind, params string[] command)
    {
        var result = Plan(command);
        Assert.Null(result.Plan);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(code, problem.Code);
        Assert.Equal(kind, result.Failure);
        Assert.NotEqual("", problem.Hint);
        return problem;
    }

    public static IEnumerable<string> Shown(SandboxPlan plan) => plan.Mounts.Select(mount => mount.Source);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakeLink(string existing, string path);
}
