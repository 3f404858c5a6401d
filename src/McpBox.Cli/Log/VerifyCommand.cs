using System.CommandLine;
using McpBox.Journal;
using McpBox.Journal.Indexing;

namespace McpBox.Cli.Log;

/// <summary><c>mcpbox log verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var subject = new Argument<string?>("SESSION|FILE") { Description = $"{LogAction.SessionHelp}; or a journal file's path", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Check every session and the index" };
        var key = new Option<string?>("--key") { Description = "The index's public key as `mcpbox log key` printed it once: a PEM file, or its SHA-256" };
        var index = new Option<string?>("--index") { Description = "Folder of an index that was copied together with FILE" };
        var json = LogAction.Json();
        var command = new Command("verify", "Check hash chains, signatures and the index") { subject, all, key, index, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(subject) is not null)
                result.AddError("Name one SESSION or FILE, or say --all.");
        });
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var journals = JournalRoot.FromEnvironment(variable);
            var own = SessionIndex.Beside(journals, time);
            var anchor = parsed.GetValue(key) is { } given ? AnchorKey.Read(given) : null;
            var found = parsed.GetValue(index) is { } copied ? IndexVerifier.Verify(Path.GetFullPath(copied), anchor?.Key, keys: null) : own.Verify(anchor?.Key);
            var check = new SessionCheck(AnchorKey.Held(anchor, found), screen, parsed.GetValue(json));
            return parsed.GetValue(subject) is { } name ? check.Print(PathOf(journals, name)) : check.PrintAll(journals);
        }));
        return command;
    }

    private static string PathOf(string journals, string name)
    {
        var isPath = name.Contains('/', StringComparison.Ordinal) || File.Exists(name);
        return isPath ? Path.GetFullPath(name) : JournalCatalog.Find(journals, name).Path;
    }
}
