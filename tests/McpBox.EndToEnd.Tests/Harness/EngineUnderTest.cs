namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>
/// The engine on which the tests of trait <c>engine=any</c> run: <c>MCPBOX_E2E_ENGINE</c> is <c>docker-fifo</c>, <c>docker-attach</c>,
/// <c>podman-fifo</c> or <c>podman-attach</c>; unset is bubblewrap. The command lines are the same on each.
/// </summary>
internal sealed record EngineUnderTest(string Daemon, string Stdio)
{
    /// <summary>Null for bubblewrap.</summary>
    public static EngineUnderTest? Current { get; } = Environment.GetEnvironmentVariable("MCPBOX_E2E_ENGINE")?.Split('-') switch
    {
        null => null,
        ["docker", ("fifo" or "attach") and var stdio] => new EngineUnderTest(Daemons.Docker, stdio),
        ["podman", ("fifo" or "attach") and var stdio] => new EngineUnderTest(Daemons.Podman, stdio),
        _ => throw new InvalidOperationException("MCPBOX_E2E_ENGINE is none of docker-fifo, docker-attach, podman-fifo, podman-attach"),
    };

    /// <summary>A profile of the user's under the default one's name: what is started without a word about profiles runs in the image.</summary>
    public void Apply(IDictionary<string, string> environment)
    {
        environment["DOCKER_HOST"] = Daemon;
        var profiles = Directory.CreateDirectory(Path.Combine(environment["XDG_CONFIG_HOME"], "mcpbox/profiles")).FullName;
        File.WriteAllText(Path.Combine(profiles, "strict.toml"), $"""
            extends = "strict"
            [container]
            image = "{Daemons.Image}"
            stdio = "{Stdio}"
            [[filesystem.mounts]]
            source = "{Path.Combine(Programs.Repository, "artifacts/stubs")}"
            mode = "ro"

            """);
    }
}
