using System.Diagnostics;
using McpBox.Journal.Reviewing;

namespace McpBox.Export;

/// <summary>Outcomes as receivers get them; part of every format's contract.</summary>
internal static class OutcomeWord
{
    public static string Of(ExportedCall call) => call.Outcome switch
    {
        CallOutcome.Ok => "ok",
        CallOutcome.Error => call.IsToolError ? "tool_error" : "error",
        CallOutcome.Denied => "denied",
        CallOutcome.Unanswered => "unanswered",
        CallOutcome.Cancelled => "cancelled",
        _ => throw new UnreachableException(),
    };
}
