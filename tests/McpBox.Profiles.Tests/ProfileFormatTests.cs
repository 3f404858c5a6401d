namespace McpBox.Profiles.Tests;

public sealed class ProfileFormatTests : IDisposable
{
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Every_key_of_a_profile_is_read()
    {
        var profile = _folders.Read(
            """
            description = "mine"
            engine = "docker"
            [container]
            image = "localhost:5000/mcp/time:1.2@sha256:0123"
            runtime = "runsc"
            stdio = "fifo"
            [network]
            mode = "none"
            [filesystem]
            tmp_size = "1GiB"
            home_size = 1048576
            [[filesystem.mounts]]
            source = "/srv/data"
            [[filesystem.mounts]]
            source = "~/notes"
            target = "/notes/"
            mode = "rw"
            allow_sensitive = true
            [limits]
            memory = "2GiB"
            pids = 17
            cpus = 0.5
            open_files = 99
            file_size = "3MiB"
            enforcement = "cgroup"
            [environment]
            pass = ["TERM", "LANG"]
            [environment.set]
            MODE = "quiet"
            [process]
            run_as = "caller"
            working_directory = "/notes"
            [session]
            close_grace = "500ms"
            term_grace = "1m"
            max_frame = "1MiB"
            """);

        Assert.Equal("mine", profile.Name);
        Assert.Equal("mine", profile.Description);
        Assert.Equal(_folders.ProfileFile("mine"), profile.Origin.Path);
        Assert.Equal("docker", profile.Engine);
        Assert.Equal(
            new ContainerSection { Image = "localhost:5000/mcp/time:1.2@sha256:0123", Runtime = "runsc", Stdio = "fifo" }, profile.Container);
        Assert.Equal("none", profile.Network.Mode);
        Assert.Equal(1L << 30, profile.Filesystem.TmpSize);
        Assert.Equal(1L << 20, profile.Filesystem.HomeSize);
        Assert.Equal(
        [
            new MountDeclaration("/srv/data", null, false, false, new Origin(_folders.ProfileFile("mine"), 12, 1)),
            new MountDeclaration($"{_folders.Home}/notes", "/notes", true, true, new Origin(_folders.ProfileFile("mine"), 14, 1)),
        ],
        profile.Filesystem.Mounts);
        Assert.Equal(new LimitsSection { Memory = 2L << 30, Pids = 17, Cpus = 0.5, OpenFiles = 99, FileSize = 3L << 20, Enforcement = "cgroup" }, profile.Limits);
        Assert.Equal(["TERM", "LANG"], profile.Environment.Pass);
        Assert.Equal([KeyValuePair.Create("MODE", "quiet")], profile.Environment.Set);
        Assert.Equal(new ProcessSection { RunAs = "caller", WorkingDirectory = "/notes" }, profile.Process);
        Assert.Equal(
            new SessionSection { CloseGrace = TimeSpan.FromMilliseconds(500), TermGrace = TimeSpan.FromMinutes(1), MaxFrame = 1L << 20 },
            profile.Session);
    }

    [Fact]
    public void An_empty_profile_has_the_conservative_defaults()
    {
        var profile = _folders.Read("");
        Assert.Equal(ProfileToml.Write(new Profile { Name = "", Origin = Origin.CommandLine }), ProfileToml.Write(profile));
    }

    [Theory]
    [InlineData("memory = 1\n[limits]", "MB1101", "unknown key \"memory\"", "\"memory\" stands in [limits]")]
    [InlineData("[limit]\nmemory = 1", "MB1101", "unknown key \"limit\"", "did you mean \"limits\"?")]
    [InlineData("[limits]\nmemroy = 1", "MB1101", "unknown key \"memroy\" in limits", "did you mean \"memory\"?")]
    [InlineData("[limits]\nxyz = 1", "MB1101", "unknown key \"xyz\" in limits", "keys here: cpus, enforcement, file_size, memory, open_files, pids")]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\"\ntarge = \"/b\"", "MB1101", "unknown key \"targe\" in filesystem.mounts", "did you mean \"target\"?")]
    [InlineData("limits = 3", "MB1102", "limits must be a table, not an integer", "write limits as a table")]
    [InlineData("[limits]\npids = \"8\"", "MB1102", "limits.pids must be an integer, not a string", "write limits.pids as an integer")]
    [InlineData("[limits]\nmemory = 1.5", "MB1102", "limits.memory must be a size such as \"64MiB\", or an integer of bytes, not a float", null)]
    [InlineData("[limits]\ncpus = \"1\"", "MB1102", "limits.cpus must be a number, not a string", null)]
    [InlineData("[session]\nterm_grace = 2", "MB1102", "session.term_grace must be a duration such as \"2s\", \"500ms\" or \"1m\", not an integer", null)]
    [InlineData("filesystem.mounts = \"/a\"", "MB1102", "filesystem.mounts must be an array of tables, each [[filesystem.mounts]], not a string", null)]
    [InlineData("filesystem.mounts = [1]", "MB1102", "each of filesystem.mounts must be a table, not an integer", null)]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\"\nallow_sensitive = 1", "MB1102", "allow_sensitive must be true or false, not an integer", null)]
    [InlineData("environment.pass = \"A\"", "MB1102", "environment.pass must be an array of strings, not a string", null)]
    [InlineData("environment.pass = [1979-05-27]", "MB1102", "each of environment.pass must be a string, not a local date", null)]
    [InlineData("environment.set.A = 1", "MB1102", "environment.set.A must be a string, not an integer", null)]
    [InlineData("extends = 1", "MB1102", "extends must be a string, not an integer", null)]
    [InlineData("[limits]\npids = 3", "MB1103", "limits.pids = 3 is out of range", "from 4 to 32768 is possible")]
    [InlineData("[limits]\nmemory = \"1MiB\"", "MB1103", "limits.memory = \"1MiB\" is out of range", "from 16MiB to 4TiB is possible")]
    [InlineData("[limits]\nmemory = -1", "MB1103", "limits.memory = -1 is out of range", null)]
    [InlineData("[limits]\nmemory = \"99999999999TiB\"", "MB1103", "limits.memory = \"99999999999TiB\" is not a size", null)]
    [InlineData("[limits]\nmemory = \"64M\"", "MB1103", "limits.memory = \"64M\" is not a size", "sizes are binary: write \"64MiB\"")]
    [InlineData("[limits]\nmemory = \"64 mib\"", "MB1103", "limits.memory = \"64 mib\" is not a size", "sizes are binary: write \"64MiB\"")]
    [InlineData("[limits]\nmemory = \"much\"", "MB1103", "limits.memory = \"much\" is not a size", "write a size such as \"64MiB\", or an integer of bytes")]
    [InlineData("[limits]\ncpus = 0", "MB1103", "limits.cpus = 0 is out of range", "from 0.01 to 1024 is possible")]
    [InlineData("[limits]\ncpus = nan", "MB1103", "limits.cpus = NaN is out of range", null)]
    [InlineData("[limits]\ncpus = inf", "MB1103", "limits.cpus = Infinity is out of range", null)]
    [InlineData("[filesystem]\ntmp_size = 0", "MB1103", "filesystem.tmp_size = 0 is out of range", "from 64KiB to 1TiB is possible")]
    [InlineData("[session]\nterm_grace = \"2w\"", "MB1103", "session.term_grace = \"2w\" is not a duration", null)]
    [InlineData("[session]\nterm_grace = \"-2s\"", "MB1103", "session.term_grace = \"-2s\" is not a duration", null)]
    [InlineData("[session]\nterm_grace = \"61m\"", "MB1103", "session.term_grace = \"61m\" is out of range", "from 0s to 3600s is possible")]
    [InlineData("engine = \"dokcer\"", "MB1104", "engine = \"dokcer\" is none of its choices", "did you mean \"docker\"?")]
    [InlineData("limits.enforcement = \"off\"", "MB1104", "limits.enforcement = \"off\" is none of its choices", "choices: auto, cgroup")]
    [InlineData("process.run_as = \"root\"", "MB1104", "process.run_as = \"root\" is none of its choices", null)]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\"\nmode = \"RW\"", "MB1104", "mode = \"RW\" is none of its choices", "did you mean \"rw\"?")]
    [InlineData("network.allow = [\"a.example:443\", \"https://a.example\"]", "MB7001", "network.allow has \"https://a.example\", which has no port", "write name:port, or *.name:port for all names below it; an address inside cannot be led outside")]
    [InlineData("network.allow_private = [\"10.0.0.0/99\"]", "MB7002", "network.allow_private has \"10.0.0.0/99\", which is no name, address or network", "write a name of network.allow, 10.1.2.3, or 10.1.0.0/16")]
    [InlineData("network.mode = \"host\"", "MB1105", "network.mode = \"host\" does not exist yet", "choices: allowlist, none")]
    [InlineData("container.stdio = \"pipe\"", "MB1104", "container.stdio = \"pipe\" is none of its choices", "choices: attach, auto, fifo")]
    [InlineData("container.image = 1", "MB1102", "container.image must be a string, not an integer", null)]
    [InlineData("container.image = \"\"", "MB1115", "container.image = \"\" is not a reference of an image", null)]
    [InlineData("container.image = \"mcp/time latest\"", "MB1115", "container.image = \"mcp/time latest\" is not a reference of an image", null)]
    [InlineData("container.image = \"--privileged\"", "MB1115", "container.image = \"--privileged\" is not a reference of an image", null)]
    [InlineData("container.runtime = \"\"", "MB1116", "container.runtime = \"\" is not a name of a runtime", null)]
    [InlineData("container.runtime = \"/usr/bin/runsc\"", "MB1116", "container.runtime = \"/usr/bin/runsc\" is not a name of a runtime", null)]
    [InlineData("engine = \"bubblewrap\"\ncontainer.image = \"a\"", "MB1117", "engine = \"bubblewrap\" runs the host's programs, and container.image names an image", null)]
    [InlineData("[[filesystem.mounts]]\nsource = \"data\"", "MB1106", "source = \"data\" is relative, and a client may start mcpbox anywhere", "write an absolute path, or one that begins with ~/")]
    [InlineData("[[filesystem.mounts]]\nsource = \"~root/x\"", "MB1106", "source = \"~root/x\" is relative, and a client may start mcpbox anywhere", null)]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\"\ntarget = \"b\"", "MB1106", "target = \"b\" is not absolute", null)]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\"\ntarget = \"/b/../etc\"", "MB1106", "target = \"/b/../etc\" has . or .. in it", null)]
    [InlineData("process.working_directory = \"~/x\"", "MB1106", "process.working_directory = \"~/x\" is not absolute", null)]
    [InlineData("environment.pass = [\"A B\"]", "MB1108", "environment.pass: \"A B\" is not a name of an environment variable", null)]
    [InlineData("environment.set.\"A=B\" = \"x\"", "MB1108", "environment.set: \"A=B\" is not a name of an environment variable", null)]
    [InlineData("environment.set.\"\" = \"x\"", "MB1108", "environment.set: \"\" is not a name of an environment variable", null)]
    [InlineData("environment.pass = [\"PATH\"]", "MB1109", "environment.pass: PATH names folders of the host, which are not there in the sandbox", "remove it; a value of your own goes under [environment.set]")]
    [InlineData("environment.set.LD_PRELOAD = \"/x.so\"", "MB1109", "environment.set: LD_PRELOAD is obeyed by the dynamic loader, or meant for mcpbox, before the server runs", null)]
    [InlineData("environment.set.GCONV_PATH = \"/x\"", "MB1109", "environment.set: GCONV_PATH is obeyed by the dynamic loader, or meant for mcpbox, before the server runs", null)]
    [InlineData("environment.pass = [\"A\", \"A\"]", "MB1112", "environment.pass names \"A\" twice", null)]
    [InlineData("[environment]\npass = [\"A\"]\nset.A = \"1\"", "MB1112", "environment.set gives A a value, and environment.pass takes it over as well", null)]
    [InlineData("[[filesystem.mounts]]\ntarget = \"/b\"", "MB1113", "filesystem.mounts has no source", "add source = \"/absolute/path\"")]
    [InlineData("filesystem.read_only = true", "MB1114", "filesystem.read_only is for a project's mcpbox.toml", null)]
    [InlineData("environment.drop = [\"A\"]", "MB1114", "environment.drop is for a project's mcpbox.toml", null)]
    [InlineData("extends = \"stict\"", "MB1121", "extends = \"stict\": there is no such profile", "did you mean \"strict\"?")]
    [InlineData("extends = \"../../etc/passwd\"", "MB1121", "extends = \"../../etc/passwd\": there is no such profile", null)]
    public void A_mistake_is_named_with_its_code_cause_and_next_step(string toml, string code, string message, string? hint)
    {
        var problem = _folders.ProblemOf(toml);
        Assert.Equal((code, message), (problem.Code, problem.Message));
        Assert.Equal(hint ?? problem.Hint, problem.Hint);
        Assert.NotEmpty(problem.Hint);
        Assert.Null(_folders.Load().FindProfile("mine").Value);
    }

    [Theory]
    [InlineData("description = \"a\\u0000b\"")]
    [InlineData("[[filesystem.mounts]]\nsource = \"/a\\u0000b\"")]
    [InlineData("[environment.set]\nA = \"a\\u0000b\"")]
    [InlineData("process.working_directory = \"/\\u0000\"")]
    public void A_NUL_character_is_refused_wherever_text_may_stand(string toml) => Assert.Equal("MB1110", _folders.ProblemOf(toml).Code);

    [Fact]
    public void A_value_of_a_variable_may_have_several_lines()
    {
        var profile = _folders.Read("[environment.set]\nKEY = \"\"\"\nfirst\nsecond\"\"\"");
        Assert.Equal("first\nsecond", profile.Environment.Set["KEY"]);
    }

    [Fact]
    public void The_variables_of_the_sandbox_may_be_given_other_values() =>
        Assert.Equal("/opt/tools/bin:/usr/bin", _folders.Read("environment.set.PATH = \"/opt/tools/bin:/usr/bin\"").Environment.Set["PATH"]);

    [Theory]
    [InlineData("\"512KiB\"", 512L << 10)]
    [InlineData("\"64MiB\"", 64L << 20)]
    [InlineData("\"1GiB\"", 1L << 30)]
    [InlineData("\"1TiB\"", 1L << 40)]
    [InlineData("65537", 65537)]
    public void A_size_has_a_binary_unit_or_is_a_number_of_bytes(string size, long bytes) =>
        Assert.Equal(bytes, _folders.Read($"filesystem.tmp_size = {size}").Filesystem.TmpSize);

    [Fact]
    public void All_problems_are_reported_at_once_and_sorted_by_place()
    {
        var problems = _folders.ProblemsOf(
            """
            colour = "red"
            engine = "qemu"
            [limits]
            pids = 0
            memory = "lots"
            [[filesystem.mounts]]
            mode = "rx"
            target = "x"
            """);

        Assert.Equal(
            ["1:1 MB1101", "2:10 MB1104", "4:8 MB1103", "5:10 MB1103", "6:1 MB1113", "7:8 MB1104", "8:10 MB1106"],
            problems.Select(problem => $"{problem.Origin.Line}:{problem.Origin.Column} {problem.Code}"));
        Assert.All(problems, problem => Assert.Equal(_folders.ProfileFile("mine"), problem.Origin.Path));
    }

    [Fact]
    public void Text_that_is_not_TOML_is_a_problem_with_the_place_in_it()
    {
        var problem = _folders.ProblemOf("engine = \"auto\"\n[limits\n");
        Assert.Equal(("MB1001", 2), (problem.Code, problem.Origin.Line));
    }

    [Fact]
    public void A_home_relative_mount_without_a_home_is_refused()
    {
        _folders.Locations = _folders.Locations with { Home = null };
        var problem = _folders.ProblemOf("[[filesystem.mounts]]\nsource = \"~/notes\"");
        Assert.Equal("MB1107", problem.Code);
    }

    [Theory]
    [InlineData("/data", "/data")]
    [InlineData("/data", "/data/")]
    [InlineData("/data", "//data")]
    public void Two_mounts_on_one_target_are_refused(string first, string second)
    {
        var problem = _folders.ProblemOf(
            $"""
            [[filesystem.mounts]]
            source = "/a"
            target = "{first}"
            [[filesystem.mounts]]
            source = "{second}"
            """);
        Assert.Equal(("MB1111", 4), (problem.Code, problem.Origin.Line));
        Assert.Contains("mine.toml:1:1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_may_have_lines_to_copy_and_a_message_may_not()
    {
        var problem = new Problem(new Origin("a\nb", 1, 2), "MB1101", "c\nd", "write\n[limits]\n\tpids = 9\r\u001b");
        Assert.Equal("a\\u000Ab:1:2: MB1101 c\\u000Ad\nhint: write\n[limits]\n\tpids = 9\\u000D\\u001B", problem.ToString());
    }

    [Fact]
    public void What_a_terminal_would_obey_is_escaped_in_a_problem()
    {
        var text = _folders.ProblemOf("\"\\u001b[2J\\u202Eevil\" = 1").ToString();
        Assert.Contains("\\u001B[2J\\u202Eevil", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.Equal(1, text.Count(c => c == '\n'));
    }
}
