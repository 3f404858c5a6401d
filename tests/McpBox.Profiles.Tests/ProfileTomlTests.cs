namespace McpBox.Profiles.Tests;

public sealed class ProfileTomlTests : IDisposable
{
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_written_profile_reads_back_equal()
    {
        var profile = new Profile
        {
            Name = "mine",
            Origin = new Origin(_folders.ProfileFile("mine"), 1, 1),
            Description = "with \"quotes\", \\, é and 😀",
            Engine = "docker",
            Container = new ContainerSection { Image = "mcp/time", Runtime = "runsc", Stdio = "attach" },
            Filesystem = new FilesystemSection
            {
                TmpSize = (64L << 10) + 1,
                HomeSize = 3L << 30,
                Mounts =
                [
                    new MountDeclaration("/a b\"c", null, Writable: false, AllowSensitive: true, Origin.CommandLine),
                    new MountDeclaration("/d", "/e", Writable: true, AllowSensitive: false, Origin.CommandLine),
                ],
            },
            Limits = new LimitsSection { Memory = 17L << 20, Pids = 4, Cpus = 1d / 3, OpenFiles = 16, FileSize = 0, Enforcement = "cgroup" },
            Environment = new EnvironmentSection
            {
                Pass = ["ONE", "_2"],
                Set = new EnvironmentSection().Set.Add("A", "line\nline\ttab\r\u001b[0m\u202e\u0085\u2028").Add("B", ""),
            },
            Process = new ProcessSection { RunAs = "caller", WorkingDirectory = "/w" },
            Session = new SessionSection { CloseGrace = TimeSpan.FromMilliseconds(1), TermGrace = TimeSpan.Zero, MaxFrame = 1L << 30 },
        };

        AssertSame(profile, _folders.Read(ProfileToml.Write(profile)));
    }

    [Theory]
    [InlineData("strict")]
    [InlineData("node")]
    [InlineData("python")]
    [InlineData("workspace")]
    public void A_shipped_profile_written_and_read_is_the_same(string name)
    {
        var shipped = _folders.Load().FindProfile(name).Value!;
        AssertSame(shipped, _folders.Read(ProfileToml.Write(shipped)));
    }

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_written_raw()
    {
        var profile = new Profile { Name = "x", Origin = Origin.CommandLine, Description = "\u001b]0;x\u0007\u009b\u202e\r" };
        Assert.All(ProfileToml.Write(profile), c => Assert.True(c == '\n' || c is >= ' ' and < '\u007f'));
    }

    /// <summary>Member by member: the equality of a record with an immutable array compares the array by reference.</summary>
    private static void AssertSame(Profile expected, Profile actual)
    {
        Assert.Equal((expected.Description, expected.Engine, expected.Network.Mode), (actual.Description, actual.Engine, actual.Network.Mode));
        Assert.Equal(expected.Container, actual.Container);
        Assert.Equal(
            (expected.Filesystem.TmpSize, expected.Filesystem.HomeSize), (actual.Filesystem.TmpSize, actual.Filesystem.HomeSize));
        Assert.Equal(
            expected.Filesystem.Mounts, actual.Filesystem.Mounts.Select(mount => mount with { Origin = Origin.CommandLine }));
        Assert.Equal(expected.Limits, actual.Limits);
        Assert.Equal(expected.Environment.Pass, actual.Environment.Pass);
        Assert.Equal(expected.Environment.Set, actual.Environment.Set);
        Assert.Equal(expected.Process, actual.Process);
        Assert.Equal(expected.Session, actual.Session);
    }
}
