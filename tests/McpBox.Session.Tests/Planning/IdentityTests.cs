using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Tests.Planning;

public sealed class IdentityTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Scene _scene = new() { CallerUid = 0 };
    private readonly string _node;
    private readonly string _script;

    public IdentityTests()
    {
        _node = _scene.Program("nvm/bin/node");
        _scene.Write("home/u/work/package.json");
        _script = _scene.Write("home/u/work/src/server.js");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Root_becomes_nobody_unless_a_mount_is_writable()
    {
        Assert.Equal(RunAs.Nobody, _scene.Accepted("env").RunAs);

        _scene.Mount(_scene.Folder("home/u/data"));
        Assert.Equal(RunAs.Nobody, _scene.Accepted("env").RunAs);

        _scene.Mount(_scene.Folder("home/u/out"), writable: true);
        Assert.Equal(RunAs.Caller, _scene.Accepted("env").RunAs);
    }

    [Fact]
    public void Anybody_else_stays_who_they_are()
    {
        _scene.CallerUid = 1000;

        Assert.Equal(RunAs.Caller, _scene.Accepted("env").RunAs);
    }

    [Fact]
    public void Root_stays_root_when_the_profile_says_so()
    {
        _scene.Profile = _scene.Profile with { Process = new ProcessSection { RunAs = "caller" } };

        Assert.Equal(RunAs.Caller, _scene.Accepted("env").RunAs);
    }

    [Theory]
    [InlineData("nvm/bin/node")]
    [InlineData("home/u/work")]
    [InlineData("home/u/work/src")]
    [InlineData("home/u/work/src/server.js")]
    [InlineData("home/u/work/package.json")]
    public void What_nobody_cannot_read_is_refused_with_the_way_out(string name)
    {
        Assert.Equal(RunAs.Nobody, _scene.Accepted(_node, _script).RunAs);

        File.SetUnixFileMode(_scene.Path(name), OwnerOnly);
        var problem = _scene.Refused("MB2022", _node, _script);
        Assert.EndsWith(_scene.Path(name), problem.Message, StringComparison.Ordinal);
        Assert.Contains("chmod o+r", problem.Hint);
        Assert.Contains("run_as = \"caller\"", problem.Hint);

        _scene.CallerUid = 1000;
        _scene.Accepted(_node, _script);
    }

    [Theory]
    [InlineData("nvm")]
    [InlineData("home/u")]
    public void Folders_above_a_mount_do_not_count_because_they_are_made_anew_inside(string name)
    {
        File.SetUnixFileMode(_scene.Path(name), OwnerOnly);

        Assert.Equal(RunAs.Nobody, _scene.Accepted(_node, _script).RunAs);
    }

    [Theory]
    [InlineData("none", "auto", "auto", null)]
    [InlineData("none", "caller", "cgroup", null)]
    [InlineData("host", "auto", "auto", "network mode")]
    [InlineData("none", "root", "auto", "run_as")]
    [InlineData("none", "auto", "maybe", "limits.enforcement")]
    public void A_word_that_cannot_be_honoured_is_refused(string network, string runAs, string enforcement, string? named)
    {
        _scene.Profile = _scene.Profile with
        {
            Network = new NetworkSection { Mode = network },
            Process = new ProcessSection { RunAs = runAs },
            Limits = new LimitsSection { Enforcement = enforcement },
        };

        if (named is null)
            Assert.Equal(enforcement == "cgroup", _scene.Accepted("env").Limits.RequireCgroup);
        else
            Assert.Contains(named, _scene.Refused("MB2019", "env").Message);
    }

    [Fact]
    public void Sizes_and_limits_are_the_profiles()
    {
        _scene.Profile = _scene.Profile with
        {
            Filesystem = new FilesystemSection { TmpSize = 1, HomeSize = 2 },
            Limits = new LimitsSection { Memory = 3, Pids = 4, Cpus = 0.5, OpenFiles = 6, FileSize = 7 },
        };

        var plan = _scene.Accepted("env");
        Assert.Equal((1, 2), (plan.TmpSize, plan.HomeSize));
        Assert.Equal(new PlanLimits(3, 4, 0.5, 6, 7, RequireCgroup: false), plan.Limits);
        Assert.Equal(NetworkMode.None, plan.Network);
        Assert.Equal("strict", plan.Profile);
    }
}
