namespace McpBox.Cli;

/// <summary>mcpbox's own exit codes: the 125 family, so that a server's own code (0–119) and 128+n for signals stay readable.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary><c>log verify</c> found a broken journal; <c>profile check</c> uses <see cref="ConfigProblems"/>.</summary>
    public const int VerificationFailed = 1;

    /// <summary><c>replay</c>: what came back is not what was recorded.</summary>
    public const int ReplayDiffers = 1;

    /// <summary><c>log export</c>: not every call arrived where it should go.</summary>
    public const int NotDelivered = 1;

    /// <summary>Configuration, profile or project file has problems; all of them are on stderr.</summary>
    public const int ConfigProblems = 120;

    /// <summary>The plan was refused: a sensitive mount, a control that cannot be honoured.</summary>
    public const int PlanRefused = 121;

    /// <summary>The engine is missing or cannot be used on this machine.</summary>
    public const int EngineUnavailable = 122;

    /// <summary>The sandbox could not be set up; the server never ran.</summary>
    public const int SandboxFailed = 123;

    /// <summary>The journal could not be written; the session ended closed.</summary>
    public const int JournalFailed = 124;

    /// <summary>Wrong usage of the command line, or a defect in mcpbox.</summary>
    public const int Internal = 125;

    /// <summary>The server's program was found and cannot be executed.</summary>
    public const int CannotExecute = 126;

    /// <summary>The server's program, its script, or the configured server's name, was not found.</summary>
    public const int NotFound = 127;
}
