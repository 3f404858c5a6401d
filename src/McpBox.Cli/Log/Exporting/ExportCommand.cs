using System.CommandLine;
using McpBox.Cli.Log.Questions;
using McpBox.Cli.View;
using McpBox.Export;
using McpBox.Journal;

namespace McpBox.Cli.Log.Exporting;

/// <summary><c>log export</c>: calls for other people's tools.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, ExportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["otlp"] = ExportFormat.Otlp,
        ["ocsf"] = ExportFormat.Ocsf,
        ["har"] = ExportFormat.Har,
        ["csv"] = ExportFormat.Csv,
        ["syslog"] = ExportFormat.Syslog,
    };

    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var sessions = new Argument<string[]>("SESSION") { Description = $"{LogAction.SessionHelp}; all sessions that the filters mean where none is named", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<string?>("--format") { Description = "otlp, ocsf, har, csv or syslog" };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var html = new Option<bool>("--html") { Description = "One session as one HTML file that opens offline: the same as `log html`" };
        var file = new Option<string?>("--output", "-o") { Description = "Write to this file instead of to stdout" };
        var receiver = new Option<string?>("--to") { Description = "Send to a receiver: http(s)://HOST:PORT (otlp), tcp://HOST:PORT, tls://HOST or unix:PATH (syslog)" };
        var authority = new Option<string?>("--ca") { Description = "PEM file of the authorities that may sign the receiver's certificate, instead of the system's" };
        var gzip = new Option<bool>("--gzip") { Description = "Compress what is sent (otlp)" };
        var bodies = new Option<bool>("--bodies") { Description = "Export the messages too, as they were recorded" };
        var command = new Command("export", "Write or send calls in a format of other tools") { sessions, format, html, file, receiver, authority, gzip, bodies };
        var options = FilterOptions.AddTo(command, session: false);
        command.Validators.Add(result =>
        {
            if (result.GetValue(html) == result.GetValue(format) is not null)
                result.AddError("Say --format FORMAT, or --html.");
            else if (result.GetValue(html) && result.GetValue(sessions) is not [_])
                result.AddError("--html writes one SESSION: name it.");
        });
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            if (parsed.GetValue(html))
                return HtmlCommand.Export(screen, root, parsed.GetRequiredValue(sessions)[0], parsed.GetValue(file), force: false);
            var named = (parsed.GetValue(sessions) ?? []).Select(name => JournalCatalog.Find(root, name).Id);
            var filter = options.Read(parsed, root, time) with { Sessions = [.. named] };
            var wanted = new ExportRequest(Formats[parsed.GetValue(format)!], parsed.GetValue(file), parsed.GetValue(receiver), parsed.GetValue(authority), parsed.GetValue(gzip), parsed.GetValue(bodies));
            return Run(screen, wanted, () => new CallExport(screen, variable, time, wanted, filter).Run(ChosenSessions.Of(root, filter)));
        }));
        return command;
    }

    private static int Run(LogScreen screen, ExportRequest wanted, Func<int> export)
    {
        try
        {
            wanted.Check();
            return export();
        }
        catch (ExportException refusal)
        {
            screen.Error.WriteLine($"error: {refusal.Code} {VisibleText.Of(refusal.Reason)}");
            screen.Error.WriteLine($"hint: {refusal.Hint}");
            return refusal.Code is "MB4601" or "MB4602" or "MB4608" or "MB4609" or "MB4610" ? ExitCodes.Internal : ExitCodes.NotDelivered;
        }
    }
}
