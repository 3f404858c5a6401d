using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Posix.Processes;

namespace McpBox.Engines.Bubblewrap.Tests.Limiting;

/// <summary>What a killed mcpbox leaves, and how it is known by.</summary>
public sealed class ControlGroupTracesTests
{
    [Fact]
    public void A_name_says_whose_the_group_is()
    {
        var name = new ControlGroupName("a-b-7", ProcessIdentity.Current());
        Assert.Equal(name, ControlGroupName.Parse(name.ToString()));
        Assert.True(name.Owner.IsAlive());
    }

    [Fact]
    public void A_group_of_another_pid_namespace_is_not_judged_by_our_numbers()
    {
        var name = new ControlGroupName("a", ProcessIdentity.Current() with { Start = 1, Namespace = 1 });
        Assert.True(ControlGroupName.Parse(name.ToString())!.Owner.IsAlive());
    }

    [Theory]
    [InlineData("mcpbox-a")]
    [InlineData("mcpbox-a-1")]
    [InlineData("mcpbox-a-b-c")]
    [InlineData("mcpbox-a-1-2")]
    [InlineData("mcpbox-a-1-2--3")]
    [InlineData("docker-a-1-2-3")]
    public void A_name_of_somebody_else_is_none_of_ours(string name) => Assert.Null(ControlGroupName.Parse(name));

    [Fact]
    public void A_running_session_is_found_and_not_removed()
    {
        if (ControlGroupHome.Find().IsEmpty)
            return;
        var session = Run.NextSession();
        using var sandbox = TestEngine.Plain.Start(TestPlan.For("/usr/bin/sleep", "1000"), session);
        var trace = Assert.Single(TestEngine.Plain.FindTraces(), found => found.Session == session);
        Assert.True(trace.OwnerAlive);
        TestEngine.Plain.Remove(trace);
        Assert.True(Directory.Exists(trace.What));
        Assert.False(Streams.IsReadable(sandbox.ExitSignal));
    }

    [Fact]
    public void What_a_killed_session_left_is_found_and_removed_with_what_runs_in_it()
    {
        var homes = ControlGroupHome.Find();
        if (homes.IsEmpty)
            return;
        var session = Run.NextSession();
        var name = new ControlGroupName(session, ProcessIdentity.Current() with { Start = 1 }).ToString();
        var folders = homes.Select(home => Path.Combine(home.Folder, name)).Distinct().ToList();
        using var sleeper = System.Diagnostics.Process.Start("/usr/bin/sleep", ["1000"]);
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "cgroup.procs"), $"{sleeper.Id}");
        }

        var trace = Assert.Single(TestEngine.Plain.FindTraces(), found => found.Session == session);
        Assert.False(trace.OwnerAlive);
        TestEngine.Plain.Remove(trace);
        sleeper.WaitForExit();
        Assert.All(folders, folder => Assert.False(Directory.Exists(folder), folder));
        TestEngine.Plain.Remove(trace);
    }
}
