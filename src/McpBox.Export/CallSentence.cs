using System.Globalization;
using McpBox.Journal.Reviewing;

namespace McpBox.Export;

/// <summary>A call in one line for people: <c>files tools/call read_file: ok in 1.250 ms</c>.</summary>
internal static class CallSentence
{
    private const int NameBytes = 256;
    private const int MessageBytes = 512;

    /// <summary>Whatever strangers wrote in it is on this one line, and bounded: less than 2 KiB.</summary>
    public static string Of(ExportedCall call)
    {
        var who = call.FromClient ? "" : "asks the client: ";
        var what = call.Target is { } target ? $"{Name(call.Method ?? "?")} {Name(target)}" : Name(call.Method ?? "?");
        var after = call.Latency >= 0 ? string.Create(CultureInfo.InvariantCulture, $" in {call.Latency / 1000.0:F3} ms") : "";
        var why = call.Outcome switch
        {
            CallOutcome.Denied => call.Rule is { } rule ? $" ({Name(rule)})" : "",
            CallOutcome.Error when !call.IsToolError => string.Create(CultureInfo.InvariantCulture, $" {call.ErrorCode}: {ExportText.Short(call.ErrorMessage ?? "", MessageBytes)}"),
            _ => "",
        };
        return $"{Name(call.Server)} {who}{what}: {OutcomeWord.Of(call)}{after}{why}";
    }

    private static string Name(string text) => ExportText.Short(text, NameBytes);
}
