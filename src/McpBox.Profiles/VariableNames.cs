namespace McpBox.Profiles;

/// <summary>Which environment variables a server may be given, wherever their names were written.</summary>
public static class VariableNames
{
    /// <summary>Why a variable of this name may not be set, or null.</summary>
    /// <param name="key">Where it was written, for the message: <c>environment.set</c>, <c>-e</c>.</param>
    public static (string Code, string Message, string Hint)? FaultOf(string key, string name)
    {
        if (!NameRule.IsEnvironmentName(name))
        {
            return (
                Codes.EnvironmentName, $"{key}: \"{name}\" is not a name of an environment variable", "use A-Z a-z 0-9 _, not beginning with a digit");
        }

        return NameRule.IsReserved(name)
            ? (
                Codes.ReservedName, $"{key}: {name} is obeyed by the dynamic loader, or meant for mcpbox, before the server runs",
                "remove it; LD_*, GLIBC_TUNABLES, GCONV_PATH, LOCPATH and MCPBOX_* are reserved")
            : null;
    }

    /// <summary>Why the caller's value may not be taken over, or null.</summary>
    public static (string Code, string Message, string Hint)? FaultOfPassed(string key, string name) =>
        FaultOf(key, name) ?? (NameRule.MeansHostFolders(name)
            ? (
                Codes.ReservedName, $"{key}: {name} names folders of the host, which are not there in the sandbox",
                "remove it; a value of your own goes under [environment.set]")
            : null);
}
