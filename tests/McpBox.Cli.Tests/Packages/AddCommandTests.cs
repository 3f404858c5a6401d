using System.Runtime.Versioning;
using McpBox.Packages;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class AddCommandTests : IDisposable
{
    private readonly PackageDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void A_server_is_appended_and_every_byte_before_it_stays()
    {
        const string Before = "# mine\r\n[servers.old]\ncommand = \"node\"   # as it was";
        _desk.Configure(Before);
        var (code, output, _) = _desk.Add(["/srv", "a \"b\""], "files", "@scope/files@^1", "--profile", "node");
        Assert.Equal((ExitCodes.Ok, $"npm:@scope/files@^1 1.0.0 {_desk.Key}\n"), (code, output));
        Assert.Equal(
            Before + "\n\n[servers.files]\nspec = \"npm:@scope/files@^1\"\nargs = [\"/srv\", \"a \\\"b\\\"\"]\nprofile = \"node\"\n", File.ReadAllText(_desk.ConfigPath));
        var server = _desk.Configuration.FindServer("files").Value!;
        Assert.Equal(["/srv", "a \"b\""], server.Args);
        Assert.Equal("node", server.Profile.Name);
    }

    [Fact]
    public void A_clients_command_line_is_added_as_the_package_that_it_runs()
    {
        Assert.Equal(ExitCodes.Ok, _desk.Add(["npx", "-y", "-p", "@scope/files", "serve", "/srv"], "files").Code);
        var server = _desk.Configuration.FindServer("files").Value!;
        Assert.Equal(("npm:@scope/files#serve", "/srv"), (server.Spec, Assert.Single(server.Args)));
    }

    [Fact]
    public void A_name_with_a_dot_is_one_server()
    {
        Assert.Equal(ExitCodes.Ok, _desk.Add([], "a.b", "files").Code);
        Assert.NotNull(_desk.Configuration.FindServer("a.b").Value);
    }

    [Fact]
    public void The_first_server_makes_the_config()
    {
        Directory.Delete(Path.GetDirectoryName(_desk.ConfigPath)!);
        Assert.Equal(ExitCodes.Ok, _desk.Add([], "files", "files").Code);
        Assert.Empty(_desk.Configuration.Problems);
    }

    [Fact]
    public void A_link_stays_a_link_and_its_file_keeps_its_mode()
    {
        var real = Path.Combine(_desk.Folder, "dotfiles.toml");
        File.WriteAllText(real, "");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(_desk.ConfigPath, real);
        Assert.Equal(ExitCodes.Ok, _desk.Add([], "files", "files").Code);
        Assert.Equal(real, new FileInfo(_desk.ConfigPath).LinkTarget);
        Assert.Contains("spec = \"npm:files\"", File.ReadAllText(real), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, File.GetUnixFileMode(real));
    }

    [Theory]
    [InlineData("old", "files", "MB6520")]
    [InlineData("-x", "files", null)]
    [InlineData("../x", "files", "MB1131")]
    [InlineData("new", "https://example.com", "MB6002")]
    [InlineData("new", "oci:mcp/time:?", "MB6006")]
    public void What_cannot_be_added_changes_nothing(string name, string spec, string? code)
    {
        const string Before = "[servers.old]\ncommand = \"node\"\n";
        _desk.Configure(Before);
        var (exit, _, error) = _desk.Add([], name, spec);
        Assert.NotEqual(ExitCodes.Ok, exit);
        Assert.Contains(code ?? "", error, StringComparison.Ordinal);
        Assert.Equal((Before, 0), (File.ReadAllText(_desk.ConfigPath), _desk.Registry.Resolved));
    }

    [Theory]
    [InlineData("servers = { old = { command = \"node\" } }\n")]
    [InlineData("[servers.old\n")]
    public void A_config_to_which_nothing_can_be_appended_is_left_alone(string before)
    {
        _desk.Configure(before);
        Assert.NotEqual(ExitCodes.Ok, _desk.Add([], "new", "files").Code);
        Assert.Equal((before, 0), (File.ReadAllText(_desk.ConfigPath), _desk.Registry.Resolved));
    }

    [Fact]
    public void A_package_that_cannot_be_built_is_not_declared()
    {
        _desk.Registry.Refusal = new PackageException("MB6416", "no such version", "look");
        Assert.Equal(ExitCodes.PlanRefused, _desk.Add([], "new", "files").Code);
        Assert.False(File.Exists(_desk.ConfigPath));
    }
}
