namespace McpBox.Packages.Storing;

/// <summary>Codes of refusals that concern the package store, see <c>docs/errors.md</c>.</summary>
internal static class StoreCodes
{
    public const string Root = "MB6201";
    public const string CannotBeStored = "MB6202";
    public const string TooLarge = "MB6203";
    public const string OtherFiles = "MB6204";
    public const string CannotWrite = "MB6205";
    public const string Gone = "MB6206";
    public const string OtherPackage = "MB6207";
    public const string OtherManifest = "MB6208";
    public const string Changed = "MB6209";
    public const string ContentChanged = "MB6210";
    public const string CannotRemove = "MB6211";
}
