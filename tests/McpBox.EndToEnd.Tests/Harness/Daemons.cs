namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>The tests' own container daemons (<c>scripts/daemons.sh</c>) and the image that they hold.</summary>
internal static class Daemons
{
    public static string Docker => Named("MCPBOX_TEST_DOCKER");

    public static string Podman => Named("MCPBOX_TEST_PODMAN");

    /// <summary>Node, a shell and a few small programs; says no more than a PATH.</summary>
    public static string Image => Named("MCPBOX_TEST_IMAGE");

    /// <summary>The same files: ENTRYPOINT node, CMD --version, WORKDIR /tmp, and GREETING in its environment.</summary>
    public static string PackagedImage => Image.Replace(":latest", ":entrypoint", StringComparison.Ordinal);

    private static string Named(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.True(value is not null, $"{variable} is not set. Run: scripts/daemons.sh start && eval \"$(scripts/daemons.sh env)\"");
        return value;
    }
}
