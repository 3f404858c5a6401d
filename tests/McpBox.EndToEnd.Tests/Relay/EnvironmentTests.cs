using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>env(1) as the server: each variable that it sees is a stray line in the journal.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly Box _box = new();

    public EnvironmentTests()
    {
        _box.Environment["SECRET_TOKEN"] = "s3cr3t";
        _box.Environment["WANTED"] = "yes";
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_server_sees_four_variables_and_none_of_the_client_s() =>
        Assert.Equal(
            ["HOME=/home/mcp", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "TMPDIR=/tmp"],
            await VariablesAsync(Box.RunCommand(["/usr/bin/env"])));

    [Fact]
    public async Task A_variable_that_the_profile_names_is_there_too()
    {
        _box.ConfigureServer("env", ["/usr/bin/env"], "[servers.env.environment]\npass = [\"WANTED\"]\nset = { FIXED = \"1\" }\n");
        var variables = await VariablesAsync([Programs.McpBox, "run", "env"]);
        Assert.Equal(6, variables.Count);
        Assert.Contains("WANTED=yes", variables);
        Assert.Contains("FIXED=1", variables);
    }

    private async Task<IReadOnlyList<string>> VariablesAsync(IReadOnlyList<string> command)
    {
        await using var session = _box.Start(command);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
        return _box.Journal().Stray.Select(record => record.Text).Order(StringComparer.Ordinal).ToList();
    }
}
