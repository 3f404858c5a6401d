namespace McpBox.Sandbox;

/// <summary>The plan's enumerations as they are written in profiles, plans and journals.</summary>
public static class PlanWords
{
    public static string Of(NetworkMode mode) => mode switch
    {
        NetworkMode.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown network mode"),
    };

    public static string Of(RunAs runAs) => runAs switch
    {
        RunAs.Caller => "caller",
        RunAs.Nobody => "nobody",
        _ => throw new ArgumentOutOfRangeException(nameof(runAs), runAs, "unknown identity"),
    };

    public static string Of(EnvironmentSource source) => source switch
    {
        EnvironmentSource.Fixed => "fixed",
        EnvironmentSource.Set => "set",
        EnvironmentSource.Image => "image",
        EnvironmentSource.Pass => "pass",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "unknown source"),
    };

    public static string Of(StdioMode mode) => mode switch
    {
        StdioMode.Auto => "auto",
        StdioMode.Fifo => "fifo",
        StdioMode.Attach => "attach",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown stdio mode"),
    };
}
