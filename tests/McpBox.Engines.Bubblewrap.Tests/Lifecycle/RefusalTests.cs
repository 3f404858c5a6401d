using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;
using McpBox.Testing;

namespace McpBox.Engines.Bubblewrap.Tests.Lifecycle;

/// <summary>What is refused instead of being done by halves.</summary>
public sealed class RefusalTests
{
    private static readonly SandboxPlan True = TestPlan.For("/usr/bin/true");

    [Fact]
    public void A_plan_that_can_be_honoured_is_not_refused() => Assert.Empty(TestEngine.Plain.Check(True));

    [Theory]
    [InlineData("/")]
    [InlineData("/proc")]
    [InlineData("/proc/sys")]
    [InlineData("/dev/shm")]
    [InlineData("/sys")]
    [InlineData("/run")]
    [InlineData("/run/mcpbox")]
    [InlineData("/run/mcpbox/init")]
    [InlineData("relative")]
    public void A_mount_over_what_the_sandbox_makes_itself_is_refused(string target)
    {
        var plan = True with { Mounts = [new PlanMount("/usr/share", target, Writable: false, "test")] };
        Assert.Equal("MB2108", Assert.Single(TestEngine.Plain.Check(plan)).Code);
    }

    [Fact]
    public void A_program_that_the_sandbox_does_not_show_is_refused() => Refuses("MB2114", TestPlan.For("/opt/nothing"));

    [Fact]
    public void A_program_that_nobody_may_execute_is_refused()
    {
        using var folder = new TestFolder();
        var file = folder.File("program", "#!/bin/sh\n");
        Refuses("MB2115", TestPlan.For(file) with { Mounts = [TestPlan.Mount(folder.Path)] });
    }

    [Fact]
    public void A_script_whose_interpreter_the_sandbox_does_not_show_is_refused()
    {
        using var folder = new TestFolder();
        var file = folder.File("script", "#!/opt/interpreter -x\n");
        File.SetUnixFileMode(file, (UnixFileMode)0x1ed);
        Refuses("MB2114", TestPlan.For(file) with { Mounts = [TestPlan.Mount(folder.Path)] });
    }

    [Theory]
    [InlineData("WITH=EQUALS")]
    [InlineData("")]
    public void A_variable_that_would_not_arrive_is_refused(string name) =>
        Refuses("MB2118", True with { Environment = True.Environment.Add(name, "x") });

    [Fact]
    public void A_variable_with_a_name_that_no_shell_would_keep_arrives()
    {
        var plan = TestPlan.For("/usr/bin/env") with { Environment = True.Environment.Add("npm_config_//registry/:_x", "1").Add("9-.", "2") };
        var lines = Run.Here(TestEngine.Plain, plan).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(plan.Environment.Select(static variable => $"{variable.Key}={variable.Value}"), lines);
    }

    [Fact]
    public void An_init_that_is_missing_is_refused_before_anything_is_started()
    {
        var engine = new BubblewrapEngine { InitFile = "/nowhere/mcpbox-init" };
        Assert.Equal("MB2301", Assert.Single(engine.Check(True)).Code);
        Assert.Equal("MB2301", Assert.Throws<SandboxException>(() => engine.Start(True, Run.NextSession())).Refusal.Code);
    }

    [Fact]
    public void A_program_in_the_inits_place_that_says_nothing_is_refused()
    {
        var engine = new BubblewrapEngine { InitFile = "/usr/bin/true" };
        Assert.Equal("MB2304", Assert.Throws<SandboxException>(() => engine.Start(True, Run.NextSession())).Refusal.Code);
    }

    [Fact]
    public void A_cgroup_that_is_required_and_not_to_be_had_is_a_refusal()
    {
        var engine = TestEngine.WithoutGroups;
        var plan = True with { Limits = True.Limits with { RequireCgroup = true } };
        Assert.Contains("MB2106", engine.Check(plan).Select(static refusal => refusal.Code));
        Assert.Throws<SandboxException>(() => engine.Start(plan, Run.NextSession()));
    }

    [Fact]
    public void A_server_with_uid_0_whose_processes_cannot_be_counted_is_refused()
    {
        var refusals = Requirements.Check(True, new ServerIdentity(0, 0, RunAs.Caller), []);
        Assert.Contains("MB2107", refusals.Select(static refusal => refusal.Code));
        Assert.Empty(Requirements.Check(True, new ServerIdentity(0, 0, RunAs.Nobody), []));
    }

    [Fact]
    public void Nobody_is_refused_to_an_ordinary_user()
    {
        var refusals = Requirements.Check(True with { RunAs = RunAs.Nobody }, new ServerIdentity(1000, 1000, RunAs.Nobody), []);
        Assert.Equal("MB2109", Assert.Single(refusals).Code);
    }

    [Fact]
    public void A_source_that_became_a_link_after_the_plan_is_refused()
    {
        using var folder = new TestFolder();
        var real = folder.Folder("real");
        var link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, real);
        var exception = Assert.Throws<SandboxException>(
            () => TestEngine.Plain.Start(True with { Mounts = [TestPlan.Mount(link)] }, Run.NextSession()));
        Assert.Equal("MB2111", exception.Refusal.Code);
    }

    [Fact]
    public void A_mount_point_that_is_a_link_in_another_mount_is_refused()
    {
        using var folder = new TestFolder();
        var work = folder.Folder("work");
        File.CreateSymbolicLink(Path.Combine(work, "data"), "/etc");
        var plan = True with
        {
            Mounts =
            [
                new PlanMount(work, work, Writable: true, "test"),
                new PlanMount(folder.Folder("data"), Path.Combine(work, "data"), Writable: false, "test"),
            ],
        };
        Refuses("MB2117", plan);
    }

    [Fact]
    public void What_bubblewrap_says_against_a_set_up_is_passed_on_and_nothing_is_left()
    {
        var word = Survivors.Word();
        var engine = TestEngine.Amended(static invocation => invocation with { Options = invocation.Options.Add(new Option("--chmod", "0700", "/nothing-here")) });
        var exception = Assert.Throws<SandboxException>(() => engine.Start(TestPlan.For("/bin/sh", "-c", word), word));
        Assert.Equal("MB2110", exception.Refusal.Code);
        Assert.Contains("/nothing-here", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Survivors.Of(word));
    }

    [Fact]
    public void An_option_that_bubblewrap_does_not_know_says_that_it_is_too_old()
    {
        var engine = TestEngine.Amended(static invocation => invocation with { Options = invocation.Options.Insert(0, new Option("--from-the-future")) });
        var exception = Assert.Throws<SandboxException>(() => engine.Start(True, Run.NextSession()));
        Assert.Equal("MB2112", exception.Refusal.Code);
    }

    [Theory]
    [InlineData("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", 1000, "MB2113")]
    [InlineData("bwrap: setting up uid map: Permission denied", 1000, "MB2113")]
    [InlineData("bwrap: No permissions to creating new namespace, likely because the kernel …", 1000, "MB2113")]
    [InlineData("bwrap: Can't bind mount /oldroot/x on /newroot/x: No such device", 1000, "MB2110")]
    [InlineData("", 1000, "MB2110")]
    public void Words_of_bubblewrap_become_a_refusal_with_a_next_step(string words, uint uid, string code) =>
        Assert.Equal(code, Refusals.FromWords(words, new ServerIdentity(uid, uid, RunAs.Caller)).Code);

    [Fact]
    public void A_bubblewrap_that_is_not_roots_alone_is_not_run()
    {
        using var folder = new TestFolder();
        var path = folder.File("bwrap", "");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ff);
        Assert.Null(BubblewrapProgram.Find([path], out var refusal));
        Assert.Equal("MB2102", refusal!.Code);
        Assert.Null(BubblewrapProgram.Find(["/nowhere"], out refusal));
        Assert.Equal("MB2101", refusal!.Code);
    }

    private static void Refuses(string code, SandboxPlan plan) =>
        Assert.Equal(code, Assert.Single(TestEngine.Plain.Check(plan)).Code);
}
