using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>The real daemons that the set-up started. One that is missing is a failed test, not a skipped one.</summary>
internal static class TestDaemons
{
    public static DockerEndpoint Docker => Named("MCPBOX_TEST_DOCKER");

    public static DockerEndpoint Podman => Named("MCPBOX_TEST_PODMAN");

    /// <summary>For <c>[Theory]</c>: <c>docker</c> or <c>podman</c>.</summary>
    public static DockerEndpoint Of(string engine) => engine == "podman" ? Podman : Docker;

    private static DockerEndpoint Named(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.True(value?.StartsWith("unix://", StringComparison.Ordinal) == true, $"{variable} is not set: run the tests by `make test`, which starts the daemons");
        return new DockerEndpoint(new DaemonAddress.Unix(value["unix://".Length..]), null, variable);
    }
}
