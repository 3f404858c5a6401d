using System.Collections;

namespace McpBox.Cli.Run;

/// <summary>What mcpbox's own process was given.</summary>
internal static class CallerEnvironment
{
    public static IReadOnlyDictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }

    /// <summary>HOME, or what passwd(5) says when a GUI client gave none.</summary>
    public static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
