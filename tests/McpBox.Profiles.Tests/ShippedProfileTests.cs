namespace McpBox.Profiles.Tests;

public sealed class ShippedProfileTests : IDisposable
{
    private readonly Folders _folders = new();

    public static TheoryData<string> Names => ["database", "node", "python", "strict", "web-api", "workspace"];

    public void Dispose() => _folders.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void It_gives_no_host_no_mount_and_no_variable_of_the_caller(string name)
    {
        var profile = _folders.Load().FindProfile(name).Value!;
        Assert.Equal(name is "web-api" or "database" ? "allowlist" : "none", profile.Network.Mode);
        Assert.Empty(profile.Network.Allow);
        Assert.Empty(profile.Network.AllowPrivate);
        Assert.Empty(profile.Filesystem.Mounts);
        Assert.Empty(profile.Environment.Pass);
        Assert.Equal("auto", profile.Process.RunAs);
        Assert.NotEmpty(profile.Description);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_states_every_value_itself(string name)
    {
        var text = _folders.Load().Profiles[name].Text;
        var unstated = new[]
        {
            "environment.set", "filesystem.mounts", "process.working_directory", "container.image", "container.runtime", "container.stdio", "journal.escrow",
        };
        foreach (var key in Schema.Schemas.Profile.Keys.Where(key => key.Scopes.HasFlag(Schema.Scopes.User) && !unstated.Contains(key.Path)))
        {
            Assert.Matches($"(?m)^{key.Name} = ", text);
        }

        Assert.DoesNotMatch("(?m)^extends", text);
    }

    [Fact]
    public void Strict_is_as_small_as_the_defaults()
    {
        var strict = _folders.Load().FindProfile("strict").Value!;
        var defaults = new Profile { Name = "strict", Origin = Origin.CommandLine, Description = strict.Description };
        Assert.Equal(ProfileToml.Write(defaults), ProfileToml.Write(strict));
    }

    [Fact]
    public void The_files_in_the_repository_are_the_ones_in_the_binary()
    {
        var files = Directory.GetFiles(Repository.Folder("profiles"), "*.toml");
        Assert.Equal(_folders.Load().Profiles.Keys, files.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(
            File.ReadAllText(file), _folders.Load().Profiles[Path.GetFileNameWithoutExtension(file)].Text));
    }
}
