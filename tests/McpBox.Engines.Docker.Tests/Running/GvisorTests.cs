using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A runtime with a kernel of its own, runsc.</summary>
public sealed class GvisorTests
{
    [Fact]
    public void What_its_inside_cannot_show_is_listed_with_the_reason_and_all_else_holds()
    {
        var plan = Bench.Plan(StdioMode.Auto, "/bin/cat") with { Runtime = "runsc" };
        var report = Bench.Engine("docker").Probe(plan, Bench.Session());
        Assert.True(report.Held, report.Refuse()?.Message);
        Assert.Contains(report.Findings, finding => finding.Observed.StartsWith("unobservable: ", StringComparison.Ordinal));
    }
}
