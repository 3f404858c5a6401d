using McpBox.Packages;

namespace McpBox.Cli.Packages;

/// <summary>Codes that more than one place knows.</summary>
internal static class PackageCodes
{
    public const string NotLocked = "MB6510";
    public const string NotBuilt = "MB6511";

    /// <summary>Whether locking and building is what is missing.</summary>
    public static bool IsMissing(string code) => code is NotLocked or NotBuilt;

    /// <summary>What a refusal of packages ends with.</summary>
    public static int ExitCode(PackageException failure) => failure.Refusal.Code switch
    {
        NotLocked or NotBuilt => ExitCodes.NotFound,
        ['M', 'B', '6', '1', ..] => ExitCodes.ConfigProblems,
        ['M', 'B', '1', ..] => ExitCodes.ConfigProblems,
        ['M', 'B', '2', '1' or '2', ..] => ExitCodes.EngineUnavailable,
        _ => ExitCodes.PlanRefused,
    };
}
