using System.CommandLine;
using System.Globalization;
using McpBox.Cli.Log;
using McpBox.Journal;
using McpBox.Review.Export;

namespace McpBox.Cli.View;

/// <summary><c>mcpbox log html</c>: one session as one HTML file.</summary>
internal static class HtmlCommand
{
    public static Command Create(Func<string, string?> variable)
    {
        var session = new Argument<string>("SESSION") { Description = LogAction.SessionHelp };
        var output = new Option<string?>("--output", "-o") { Description = "The file; without it, mcpbox-SESSION.html in the current folder" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it exists" };
        var command = new Command("html", "Write a session as one HTML file that opens offline") { session, output, force };
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
            Export(screen, JournalRoot.FromEnvironment(variable), parsed.GetRequiredValue(session), parsed.GetValue(output), parsed.GetValue(force))));
        return command;
    }

    /// <summary>Writes the file and prints its path. `log export --html` is the same.</summary>
    /// <param name="session">As the user named it: an id, a prefix, or <c>last</c>.</param>
    /// <param name="file">Null for <c>mcpbox-SESSION.html</c> in the current folder.</param>
    /// <exception cref="JournalException">MB4101, MB4102, MB4501, MB4502, MB4505.</exception>
    public static int Export(LogScreen screen, string root, string session, string? file, bool force)
    {
        var found = JournalCatalog.Find(root, session);
        var path = Path.GetFullPath(file ?? $"mcpbox-{found.Id}.html");
        try
        {
            var records = PageExport.Write(found, path, force);
            screen.WriteLine(VisibleText.Of(path));
            screen.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records; the file holds what was said: give it only to whom you would give the journal"));
            return ExitCodes.Ok;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("MB4505", $"{path} cannot be written: {error.Message}", "name a file in a folder that is yours and has room", error);
        }
    }
}
