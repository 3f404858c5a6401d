namespace McpBox.Egress;

/// <summary>Why a connection or a name is refused: docs/errors.md.</summary>
public static class EgressCodes
{
    /// <summary>A name that the list does not have was asked for.</summary>
    public const string UnknownName = "MB7101";

    /// <summary>A port that the name is not allowed on, or an address that stands for no name.</summary>
    public const string UnknownPlace = "MB7102";

    /// <summary>The name leads to private addresses alone.</summary>
    public const string PrivateAddress = "MB7103";

    /// <summary>The host's resolver does not know the name.</summary>
    public const string NoAddress = "MB7104";

    /// <summary>The host did not accept the connection.</summary>
    public const string NoConnection = "MB7105";

    /// <summary>TLS names another server than was connected to, or none, or hides it.</summary>
    public const string OtherServerName = "MB7106";

    /// <summary>An HTTP request names another host than was connected to, or none.</summary>
    public const string OtherHost = "MB7107";

    /// <summary>The first bytes begin like TLS or HTTP and cannot be read.</summary>
    public const string Unreadable = "MB7108";

    /// <summary>Too many connections at once, or names in one session.</summary>
    public const string TooMany = "MB7109";
}
