using McpBox.Cli.Log;
using McpBox.Packages;
using McpBox.Packages.Locking;

namespace McpBox.Cli.Packages;

/// <summary>One package after the other: chosen anew, compared, shown, asked about, built, written down.</summary>
/// <param name="ask">Whether a person agrees; null where there is nobody to ask.</param>
internal sealed class UpdateRun(PackageParts parts, EachPackage each, TextWriter output, Func<string, bool?> ask, CancellationToken cancellationToken)
{
    public int Update(string name, ServerWords words, bool dryRun)
    {
        var locking = Locking.Of(parts, words, each.Say, cancellationToken);
        var spec = locking.Spec;
        if (locking.Locked() is not { } before)
            throw new PackageException("MB6506", $"{spec} is not locked yet, so that there is nothing to update", $"mcpbox lock {name}");
        var after = locking.Choose();
        var changes = LockChanges.Between(before, after);
        if (changes.IsEmpty)
        {
            output.WriteLine($"{VisibleText.Of(spec.ToString())} {VisibleText.Of(before.Version)} is up to date");
            return ExitCodes.Ok;
        }

        output.WriteLine($"{VisibleText.Of(spec.ToString())} {VisibleText.Of(before.Version)} -> {VisibleText.Of(after.Version)}");
        foreach (var change in changes)
            output.WriteLine(Line(change));
        output.Flush();
        if (dryRun)
            return ExitCodes.Ok;
        switch (ask($"update {VisibleText.Of(spec.ToString())}?"))
        {
            case null:
                throw new PackageException("MB6507", $"updating {spec} changes what is run, and there is nobody to ask", "say --yes after a look at the changes above, or --dry-run");
            case false:
                each.Say($"{spec} stays as it was");
                return ExitCodes.Ok;
            default:
                _ = locking.Keep(after);
                return ExitCodes.Ok;
        }
    }

    private static string Line(LockChange change)
    {
        var versions = change switch
        {
            { From: null } => $"+ {change.Package} {change.To}",
            { To: null } => $"- {change.Package} {change.From}",
            { From: var from, To: var to } when from == to => $"! {change.Package} {from}",
            _ => $"~ {change.Package} {change.From} -> {change.To}",
        };
        return VisibleText.Of($"  {versions}{(change.Note is { } note ? $" ({note})" : "")}");
    }
}
