using McpBox.Profiles;
using McpBox.Session.Recording;

namespace McpBox.Session.Tests.Recording;

/// <summary>What a profile says of the journal is refused by name where it cannot hold.</summary>
public sealed class JournalSettingsTests
{
    [Fact]
    public void Every_rule_that_cannot_hold_is_named_at_once()
    {
        var (settings, problems) = JournalSettings.Read(Profile(new JournalSection { RedactKeys = ["--"], RedactPaths = ["$.a[?@.b]", "$.a"], RedactPatterns = ["(", "(?=a)b"] }));
        Assert.Null(settings);
        Assert.Equal(["MB4313", "MB4311", "MB4312", "MB4312"], problems.Select(static problem => problem.Code));
        Assert.Contains("a filter", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_hold()
    {
        var (settings, problems) = JournalSettings.Read(Profile(new JournalSection()));
        Assert.Empty(problems);
        var folder = Directory.CreateTempSubdirectory("mcpbox-keys-");
        try
        {
            var options = settings!.Open([], Path.Combine(folder.FullName, "keys"), static _ => null);
            Assert.NotNull(options.Redactor);
            Assert.Null(options.Escrow);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Profile Profile(JournalSection section) => new() { Name = "x", Origin = Origin.CommandLine, Journal = section };
}
