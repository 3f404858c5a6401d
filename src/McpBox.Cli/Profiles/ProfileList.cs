using McpBox.Profiles;

namespace McpBox.Cli.Profiles;

/// <summary><c>mcpbox profile list</c>.</summary>
internal static class ProfileList
{
    private const string BuiltIn = "builtin:";

    public static int Print(Configuration configuration, TextWriter output)
    {
        var rows = configuration.Profiles.Values.Select(profile => new[]
        {
            profile.Name,
            profile.Path.StartsWith(BuiltIn, StringComparison.Ordinal) ? "shipped" : PlainText.Escape(profile.Path),
            profile.HasProblems ? "(has problems: mcpbox profile check)" : PlainText.Escape(profile.Description),
        }).Prepend(["PROFILE", "FROM", "DESCRIPTION"]).ToList();

        var name = rows.Max(row => row[0].Length);
        var from = rows.Max(row => row[1].Length);
        foreach (var row in rows)
        {
            output.WriteLine($"{row[0].PadRight(name)}  {row[1].PadRight(from)}  {row[2]}");
        }

        return ExitCodes.Ok;
    }
}
