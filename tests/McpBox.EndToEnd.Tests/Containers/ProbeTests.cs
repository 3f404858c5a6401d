using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Containers;

/// <summary><c>mcpbox probe</c> on the published binary: what is shipped keeps its promises on each engine of this machine.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Nothing_is_weaker_than_the_plan(string engine)
    {
        string[] image = engine == "bubblewrap" ? [] : ["--image", Daemons.Image];
        if (engine != "bubblewrap")
            _box.Environment["DOCKER_HOST"] = engine == "podman" ? Daemons.Podman : Daemons.Docker;
        await using var session = _box.Start([Programs.McpBox, "probe", "--json", .. image]);
        session.CloseInput();
        using var json = JsonDocument.Parse(await session.ReadToEndAsync());
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Empty(findings.Where(static finding => !finding.GetProperty("held").GetBoolean()).Select(static finding => finding.GetRawText()));
        Assert.True(findings.Count > 50);
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task A_session_records_what_its_init_saw()
    {
        await using var session = _box.Start([Programs.McpBox, "run", "--", "/usr/bin/true"]);
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.Contains("\"probe\":{\"processes.visible\":\"none\",", File.ReadAllText(_box.JournalPath()), StringComparison.Ordinal);
    }
}
