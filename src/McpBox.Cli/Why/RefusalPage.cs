using System.Text;
using McpBox.Cli.Log;
using McpBox.Egress;

namespace McpBox.Cli.Why;

/// <summary>The answer of <c>mcpbox why</c> for people. Names and reasons come from the server: nothing of them is obeyed by a terminal.</summary>
internal sealed class RefusalPage(RefusalList list, LogScreen screen)
{
    private const int NameLength = 64;
    private const int ReasonLength = 256;

    public static string Rest(RefusalList list) => $"and {list.More} more refusals of other things; `mcpbox log show` has them all";

    public void Print()
    {
        var session = VisibleText.Of(list.Facts.Session);
        if (list.Count == 0)
        {
            screen.WriteLine($"nothing was refused in session {session}");
            if (list.Connections == 0)
                screen.WriteLine("nothing was reached either: a server whose profile names no hosts has no network, and what it tries ends inside (docs/egress.md)");
            return;
        }

        screen.WriteLine($"session {session}, server {Cut(list.Facts.Server, NameLength)}: refused {list.Count} times");
        foreach (var refusal in list.Refusals)
            Print(refusal);
        screen.WriteLine("");
        if (list.More > 0)
            screen.WriteLine(Rest(list), LogScreen.Yellow);
        if (list.Refusals.Any(static refusal => RefusalAdvice.Of(refusal).Line is not null))
        {
            screen.WriteLine("A list that is there already gets the entry added. The server chose these names: allow only hosts that you know.");
            screen.WriteLine("A session without an entry in config.toml (`mcpbox run -- …`) has its lists in its profile.");
        }
    }

    private void Print(Refusal refusal)
    {
        var (first, advice) = (refusal.First, RefusalAdvice.Of(refusal));
        var call = first.Calls.IsEmpty ? "" : $", first in call id={Cut(first.Calls[0], NameLength)}";
        var times = refusal.Count == 1 ? "once" : $"{refusal.Count} times";
        screen.WriteLine("");
        screen.WriteLine($"{DownstreamLine.Refused} {DownstreamLine.Place(first.Host, first.Port)}  {Cut(first.Code ?? "(no code)", NameLength)}  {times}{call}", LogScreen.Red);
        screen.WriteLine($"  {advice.Cause}");
        if (first.Code is not (EgressCodes.UnknownName or EgressCodes.UnknownPlace) && first.Reason is { } reason)
            screen.WriteLine($"  Recorded: {Cut(reason, ReasonLength)}");
        screen.WriteLine($"  {advice.Step}");
        if (advice.Line is not { } line)
            return;
        screen.WriteLine($"    {ServerTable.Of(list.Facts.Server)}");
        screen.WriteLine(advice.IsGuess ? $"    {line}  # the port is a guess: only the name was asked for" : $"    {line}");
    }

    private static string Cut(string text, int limit) => VisibleText.Of(Encoding.UTF8.GetBytes(text), limit);
}
