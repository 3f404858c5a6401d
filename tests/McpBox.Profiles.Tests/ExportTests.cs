namespace McpBox.Profiles.Tests;

/// <summary>Who hears of calls is the user's to say, and nobody else's.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void The_config_names_the_receivers_and_without_it_there_are_none()
    {
        Assert.Equal(new ExportSection(), _folders.Load().Export);
        var export = _folders.WithConfig("[export]\notlp = \"http://127.0.0.1:4318\"\nsyslog = \"unix:/dev/log\"\nca = \"/etc/ca.pem\"").Load().Export;
        Assert.Equal(("http://127.0.0.1:4318", "unix:/dev/log", "/etc/ca.pem"), (export.Otlp, export.Syslog, export.Authority));
        Assert.Equal(new Origin(_folders.ConfigFile, 1, 2), export.Origin);
    }

    [Fact]
    public void A_project_names_none()
    {
        var configuration = _folders.WithProject("[export]\notlp = \"http://evil.example\"").Load();
        Assert.Equal(Codes.ProjectMayNot, Assert.Single(configuration.Problems).Code);
        Assert.Equal(new ExportSection(), configuration.Export);
    }

    [Fact]
    public void Neither_does_a_profile_or_a_server()
    {
        Assert.Equal(Codes.UnknownKey, Assert.Single(_folders.ProblemsOf("[export]\nsyslog = \"unix:/dev/log\"")).Code);
        using var others = new Folders();
        var configuration = others.WithConfig("[servers.files]\ncommand = \"x\"\nexport.otlp = \"http://127.0.0.1\"").Load();
        Assert.Equal(Codes.UnknownKey, Assert.Single(configuration.Problems).Code);
    }

    [Theory]
    [InlineData("export = 1", Codes.WrongType)]
    [InlineData("[export]\notlp = 1", Codes.WrongType)]
    [InlineData("[export]\notpl = \"http://127.0.0.1:4318\"", Codes.UnknownKey)]
    public void A_mistake_is_said_and_forbids_every_start(string text, string code)
    {
        var configuration = _folders.WithConfig(text).Load();
        Assert.Equal(code, Assert.Single(configuration.Problems).Code);
        Assert.Null(configuration.FindProfile("strict").Value);
    }
}
