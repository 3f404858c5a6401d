using System.CommandLine;
using System.Text.Json;
using McpBox.Cli.Log;
using McpBox.Journal;

namespace McpBox.Cli.Why;

/// <summary><c>mcpbox why</c>: what a session's server was refused outside, and what would let it through.</summary>
internal static class WhyCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable);

    /// <summary>The same, with its surroundings given.</summary>
    /// <param name="variable">The environment, by name.</param>
    public static Command Create(Func<string, string?> variable)
    {
        var session = new Argument<string>("SESSION") { Description = LogAction.SessionHelp, DefaultValueFactory = static _ => "last" };
        var json = LogAction.Json();
        var command = new Command("why", "Say why a session's server could not reach a host, and what would let it") { session, json };
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var found = JournalCatalog.Find(JournalRoot.FromEnvironment(variable), parsed.GetRequiredValue(session));
            var refusals = RefusalList.Read(found.Path);
            if (parsed.GetValue(json))
                PrintJson(refusals, screen);
            else
                new RefusalPage(refusals, screen).Print();
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void PrintJson(RefusalList list, LogScreen screen)
    {
        foreach (var refusal in list.Refusals)
            screen.WriteLine(JsonLine.Of(json => Write(json, list, refusal)));
        if (list.More > 0)
            screen.Error.WriteLine(RefusalPage.Rest(list));
    }

    private static void Write(Utf8JsonWriter json, RefusalList list, Refusal refusal)
    {
        var (first, advice) = (refusal.First, RefusalAdvice.Of(refusal));
        json.WriteString("session", list.Facts.Session);
        json.WriteString("server", list.Facts.Server);
        json.WriteString("host", first.Host);
        if (first.Port >= 0)
            json.WriteNumber("port", first.Port);
        json.WriteString("code", first.Code ?? "");
        json.WriteNumber("count", refusal.Count);
        json.WriteNumber("seq", first.Sequence);
        if (!first.Calls.IsEmpty)
        {
            json.WritePropertyName("call");
            json.WriteRawValue(first.Calls[0]);
        }

        json.WriteString("cause", advice.Cause);
        json.WriteString("step", advice.Step);
        if (advice.Line is null)
            return;
        json.WriteString("table", ServerTable.Of(list.Facts.Server));
        json.WriteString("line", advice.Line);
        json.WriteBoolean("port_is_guess", advice.IsGuess);
    }
}
