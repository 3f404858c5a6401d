namespace McpBox.Relay;

/// <summary>Stable codes of what the relay can say; <c>docs/errors.md</c> explains each.</summary>
public static class RelayCodes
{
    public const string ServerEnded = "MB3001";
    public const string FrameTooLarge = "MB3002";
    public const string Stray = "MB3003";
    public const string ServerInputClosed = "MB3004";
    public const string ClientGone = "MB3005";
    public const string JournalFailed = "MB3006";
    public const string StderrDropped = "MB3007";
    public const string WeakLimits = "MB3008";
    public const string AnsweredEarly = "MB3009";
}
