using System.Text;
using McpBox.Profiles.Schema;

namespace McpBox.Profiles.Tests;

/// <summary><c>docs/profiles.md</c> says what the schema says, and its examples are right.</summary>
public sealed class ManualTests : IDisposable
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(Repository.Folder("docs"), "profiles.md"));
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void The_manual_lists_every_key_with_its_type_and_default()
    {
        var defaults = new Profile { Name = "", Origin = Origin.CommandLine };
        AssertTable("keys", KeysOf(Schemas.Profile, defaults, withProjects: true));
    }

    [Fact]
    public void The_manual_lists_every_key_of_a_mount()
    {
        var mount = new MountDeclaration("", null, Writable: false, AllowSensitive: false, Origin.CommandLine);
        AssertTable("mount keys", KeysOf(Schemas.Mount, mount, withProjects: false));
    }

    [Fact]
    public void The_examples_of_the_manual_have_no_problems()
    {
        var examples = Manual.Split("```toml\n").Skip(1).Select(part => part.Split("```")[0]).ToArray();
        Assert.Equal(4, examples.Length);
        _folders.WithConfig(examples[0] + examples[1]).WithProfile("quiet-node", examples[2]).WithProject(examples[3]);
        Assert.Empty(_folders.Load().Problems);
        Assert.Equal(1L << 30, _folders.Load().FindProfile("quiet-node").Value!.Limits.Memory);
        Assert.Equal("mcp/time", _folders.Server("time").Profile.Container.Image);
        Assert.Equal(512L << 20, _folders.Server("files").Profile.Limits.Memory);
    }

    [Fact]
    public void The_example_in_a_shipped_profile_is_right()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Folder("profiles"), "workspace.toml"))
            .Where(line => line.StartsWith("#   ", StringComparison.Ordinal)).Select(line => line[4..]);
        var server = _folders.WithConfig(string.Join('\n', lines)).Server("files");
        Assert.Equal("workspace", server.Profile.Name);
        Assert.True(Assert.Single(server.Profile.Filesystem.Mounts).Writable);
    }

    private static string KeysOf<TOwner>(KeyTable<TOwner> table, TOwner defaults, bool withProjects)
    {
        var text = new StringBuilder(withProjects
            ? "| key | type | default | meaning | a project may say |\n| --- | --- | --- | --- | --- |\n"
            : "| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var key in table.Keys)
        {
            var value = key.Scopes.HasFlag(Scopes.User) ? key.ValueText(defaults) : "only in a project";
            value = value switch
            {
                "only in a project" => value,
                "\"\"" or "[]" or "{  }" => "—",
                _ => $"`{value}`",
            };
            text.Append($"| `{key.Path}` | {key.TypeText} | {value} | {key.Meaning} |");
            text.Append(!withProjects ? "\n" : key.Tightening.Length > 0 ? $" {key.Tightening} |\n" : " — |\n");
        }

        return text.ToString();
    }

    private static void AssertTable(string name, string expected)
    {
        var begin = $"<!-- {name}:begin, held by a test -->\n";
        var written = Manual.Split(begin)[1].Split($"<!-- {name}:end -->")[0];
        Assert.True(expected == written, $"docs/profiles.md should have between its marks:\n{expected}");
    }
}
