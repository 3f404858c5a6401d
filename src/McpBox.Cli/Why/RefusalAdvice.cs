using McpBox.Egress;
using McpBox.Egress.Rules;

namespace McpBox.Cli.Why;

/// <summary>What a refusal means, and what would lift it.</summary>
/// <param name="Cause">One sentence.</param>
/// <param name="Step">The next step: what the line is for, or what to do where no line helps.</param>
/// <param name="Line">For config.toml; null where none helps, or the name is none.</param>
/// <param name="IsGuess">The line has a port that the journal does not know.</param>
internal sealed record RefusalAdvice(string Cause, string Step, string? Line, bool IsGuess)
{
    public static RefusalAdvice Of(Refusal refusal)
    {
        var (cause, step) = Words(refusal.First.Code);
        var line = refusal.Entry is { } entry ? LineOf(refusal.First.Code, entry) : null;
        if (line is null && refusal.First.Code is EgressCodes.UnknownName or EgressCodes.UnknownPlace or EgressCodes.PrivateAddress && refusal.Entry is null)
            step = "It is not a host's name, so it cannot be allowed.";
        return new RefusalAdvice(cause, step, line, line is not null && refusal.First.Code == EgressCodes.UnknownName && refusal.First.Port < 0);
    }

    // Letters, digits, hyphens, underscores and dots: nothing of it can leave the string.
    private static string? LineOf(string? code, AllowedHost entry) => code switch
    {
        EgressCodes.UnknownName or EgressCodes.UnknownPlace => $"network.allow = [\"{entry}\"]",
        EgressCodes.PrivateAddress => $"network.allow_private = [\"{entry.Name}\"]",
        _ => null,
    };

    private static (string Cause, string Step) Words(string? code) => code switch
    {
        EgressCodes.UnknownName => ("The name is not on the list; it was not asked elsewhere.", "If the server should reach it, add:"),
        EgressCodes.UnknownPlace => ("The name is not allowed on this port, or the address stands for no name.", "If the server should reach it, add:"),
        EgressCodes.PrivateAddress => ("The name is allowed, and leads to a private, loopback, link-local, metadata or otherwise special address.", "If that is meant, add:"),
        EgressCodes.NoAddress => ("The name is allowed, and this host's resolver has no address for it.", "Look the name up on this host."),
        EgressCodes.NoConnection => ("The host is allowed, and did not accept the connection.", "Reach it from this host."),
        EgressCodes.OtherServerName => ("TLS named another server than was connected to, none, or hid it; nothing was passed on.", "The server has to connect to the name that it means, and that has to be allowed."),
        EgressCodes.OtherHost => ("An HTTP request named another host than was connected to, or none; nothing was passed on.", "The server has to connect to the name that it means, and that has to be allowed."),
        EgressCodes.Unreadable => ("The first bytes began like TLS or HTTP and could not be read, or in two ways; nothing was passed on.", "No line lifts this: the server is at fault, or hostile."),
        EgressCodes.TooMany => ("There were more than 1024 connections at once, or more than 4096 names below wildcards.", "No line lifts this: find out why the server does that."),
        _ => ("This version of mcpbox does not know the code.", "docs/errors.md of the version that recorded the session has it."),
    };
}
