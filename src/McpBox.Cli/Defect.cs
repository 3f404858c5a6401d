using McpBox.Profiles;

namespace McpBox.Cli;

/// <summary>An exception that nobody expected, in the form of every other refusal.</summary>
internal static class Defect
{
    public static Problem Describe(Exception exception) => exception is DirectoryNotFoundException or FileNotFoundException && !Directory.Exists(".")
        ? new Problem(Origin.CommandLine, "MB5008", "the current directory no longer exists", "change to a folder that does")
        : new Problem(
            Origin.CommandLine, "MB5009", $"a defect in mcpbox: {exception.GetType().Name}: {exception.Message}",
            "nothing was left running; please report it with the command line and mcpbox --version");
}
