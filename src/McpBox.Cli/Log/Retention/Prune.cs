using System.Globalization;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Retaining;

namespace McpBox.Cli.Log.Retention;

/// <summary>Carries a retention policy out, and says so.</summary>
internal sealed class Prune(SessionIndex index, LogScreen screen, bool dryRun, bool json)
{
    private readonly McpBox.Journal.Retaining.Retention _retention = new(index);
    private int _failed;

    /// <summary>0; 1 when something could not be done, or younger journals stand above the size limit.</summary>
    public int Run(RetentionPolicy policy, DateTimeOffset now, bool force)
    {
        if (!dryRun)
            index.Recover();
        var plan = RetentionPlan.Make(_retention.Journals(), policy, now, force);
        var freed = 0L;
        foreach (var step in plan.Steps)
            freed += Do(step);
        if (!json)
            screen.WriteLine($"{(dryRun ? "would free" : "freed")} {Size(freed)} of {Size(plan.Bytes)}{(dryRun ? ", and what compression saves" : "")}");
        if (plan.Excess == 0)
            return _failed == 0 ? ExitCodes.Ok : ExitCodes.JournalFailed;
        throw new JournalException(
            "MB4802", $"the journals are {Size(plan.Excess)} above max_size, and all that is left is younger than keep",
            "raise max_size or lower keep under [retention] in config.toml, or say --force to remove the oldest of them all the same");
    }

    private long Do(RetentionStep step)
    {
        try
        {
            var freed = dryRun ? (step.Why is null ? 0 : step.Journal.Bytes) : _retention.Do(step);
            Say(step, null);
            return freed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // One journal that cannot be touched must not keep the others.
            _failed++;
            Say(step, error.Message);
            return 0;
        }
    }

    private void Say(RetentionStep step, string? error)
    {
        var (session, what) = (step.Journal.Session, step.Why is null ? "compress" : "remove");
        if (json)
        {
            screen.WriteLine(JsonLine.Of(line =>
            {
                line.WriteString("session", session.Id);
                line.WriteString("step", what);
                if (step.Why is { } why)
                    line.WriteString("why", why);
                line.WriteNumber("bytes", step.Journal.Bytes);
                line.WriteBoolean("dry_run", dryRun);
                if (error is not null)
                    line.WriteString("error", error);
            }));
            return;
        }

        var row = string.Create(CultureInfo.InvariantCulture, $"{what,-8}  {session.Id,-16}  {session.Start:yyyy-MM-dd HH:mm:ss}  {VisibleText.Of(session.Server),-20}  {Size(step.Journal.Bytes),10}  {step.Why}").TrimEnd();
        screen.WriteLine(error is null ? row : $"{row}  failed: {VisibleText.Of(error)}", error is null ? null : LogScreen.Red);
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
    };
}
