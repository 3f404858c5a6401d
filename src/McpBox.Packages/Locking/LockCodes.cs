namespace McpBox.Packages.Locking;

/// <summary>Codes of refusals that concern <c>mcpbox.lock</c>, see <c>docs/errors.md</c>.</summary>
internal static class LockCodes
{
    public const string Syntax = "MB6101";
    public const string CannotRead = "MB6102";
    public const string TooLarge = "MB6103";
    public const string ChangeableByOthers = "MB6104";
    public const string NotALockFile = "MB6105";
    public const string Newer = "MB6106";
    public const string UnknownKey = "MB6107";
    public const string MissingKey = "MB6108";
    public const string BadValue = "MB6109";
    public const string Duplicate = "MB6110";
    public const string LineEnds = "MB6111";
    public const string CannotWrite = "MB6112";
    public const string Unwritable = "MB6113";
}
