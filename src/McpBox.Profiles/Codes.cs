namespace McpBox.Profiles;

/// <summary>The codes of this project; <c>docs/errors.md</c> explains each. Never renumbered.</summary>
internal static class Codes
{
    public const string Syntax = "MB1001";
    public const string CannotRead = "MB1002";
    public const string TooLarge = "MB1003";
    public const string ChangeableByOthers = "MB1004";
    public const string ProfileName = "MB1005";

    public const string UnknownKey = "MB1101";
    public const string WrongType = "MB1102";
    public const string OutOfRange = "MB1103";
    public const string NotAChoice = "MB1104";
    public const string DoesNotExistYet = "MB1105";
    public const string BadPath = "MB1106";
    public const string NoHome = "MB1107";
    public const string EnvironmentName = "MB1108";
    public const string ReservedName = "MB1109";
    public const string NulCharacter = "MB1110";
    public const string DuplicateTarget = "MB1111";
    public const string NamedTwice = "MB1112";
    public const string MissingKey = "MB1113";
    public const string WrongPlace = "MB1114";
    public const string ImageReference = "MB1115";
    public const string RuntimeName = "MB1116";
    public const string Contradiction = "MB1117";

    public const string UnknownProfile = "MB1121";
    public const string Cycle = "MB1122";

    public const string ServerName = "MB1131";
    public const string UnknownServer = "MB1132";

    public const string ProjectMayNot = "MB1141";
    public const string ProjectLoosens = "MB1142";
}
