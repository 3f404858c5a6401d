using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class PlanTomlTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_printed_plan_says_all_of_it()
    {
        _scene.Mount(_scene.Folder("home/u/data"), target: "/data", writable: true);
        var plan = _scene.Accepted("/usr/bin/env", "a \"b\"\n");

        Assert.Equal(
            $$"""
            name = "env"
            profile = "strict"
            sha256 = "{{Sandbox.PlanJson.Sha256(plan)}}"
            command = [
              "/usr/bin/env",
              "a \"b\"\n",
            ]
            working_directory = "/home/mcp"
            run_as = "caller"
            network = "none"

            [filesystem]
            home = "/home/mcp"
            home_size = 67108864
            tmp_size = 67108864

            [[filesystem.mounts]]
            source = "{{_scene.Path("home/u/data")}}"
            target = "/data"
            mode = "rw"
            reason = "declared at /cfg/config.toml:3:1"

            [limits]
            memory = 1073741824
            pids = 128
            cpus = 2.0
            open_files = 1024
            file_size = 268435456
            enforcement = "auto"

            [environment]
            "HOME" = { source = "fixed", value = "/home/mcp" }
            "LANG" = { source = "fixed", value = "C.UTF-8" }
            "PATH" = { source = "fixed", value = "/usr/local/bin:/usr/bin:/bin" }
            "TMPDIR" = { source = "fixed", value = "/tmp" }

            """,
            PlanToml.Write(plan));
    }

    [Fact]
    public void The_printed_plan_is_TOML()
    {
        _scene.Mount(_scene.Folder("home/u/a \"b\" ä"), target: "/data");

        var (document, error) = Toml.TomlReader.Parse(System.Text.Encoding.UTF8.GetBytes(PlanToml.Write(_scene.Accepted("env", "\u0001\\\t"))));
        Assert.Null(error);
        Assert.Equal(
            ["name", "profile", "sha256", "command", "working_directory", "run_as", "network", "filesystem", "limits", "environment"],
            document!.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\t\r\n", "\"\\t\\r\\n\"")]
    [InlineData("\u0001\u007f", "\"\\u0001\\u007F\"")]
    [InlineData("ä🙂", "\"ä🙂\"")]
    public void A_string_is_quoted_as_TOML_wants_it(string value, string quoted)
    {
        Assert.Equal(quoted, TomlText.Quote(value));
    }
}
