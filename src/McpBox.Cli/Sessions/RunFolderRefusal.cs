using McpBox.Profiles;

namespace McpBox.Cli.Sessions;

/// <summary>A run folder that is not the caller's own alone says nothing that can be believed.</summary>
internal static class RunFolderRefusal
{
    /// <returns>The exit code of <paramref name="action"/>, or that of the refusal.</returns>
    public static int Guard(TextWriter error, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(new Problem(
                Origin.CommandLine, "MB5014", exception.Message, "look at who made it and remove it, or set XDG_RUNTIME_DIR to a folder of yours"));
            return ExitCodes.SandboxFailed;
        }
    }
}
