namespace McpBox.Journal.Retaining;

/// <summary>What is to be done with one journal.</summary>
/// <param name="Why">Of a removal: <c>age</c>, or <c>forced</c> for one that is younger than the policy; null: it is compressed.</param>
public sealed record RetentionStep(KeptJournal Journal, string? Why);

/// <summary>What a policy means for the journals that are there. Pure: nothing is touched.</summary>
/// <param name="Steps">The oldest first.</param>
/// <param name="Bytes">What all journals take.</param>
/// <param name="Excess">Bytes above the policy's size that only the removal of younger journals can free.</param>
public sealed record RetentionPlan(IReadOnlyList<RetentionStep> Steps, long Bytes, long Excess)
{
    /// <param name="force">Remove younger journals, too, as far as the size demands.</param>
    public static RetentionPlan Make(IEnumerable<KeptJournal> journals, RetentionPolicy policy, DateTimeOffset now, bool force)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var all = journals.OrderBy(static journal => journal.Last).ThenBy(static journal => journal.Session.Path, StringComparer.Ordinal).ToList();
        var total = all.Sum(static journal => journal.Bytes);
        var left = total;
        var steps = new List<RetentionStep>();
        foreach (var journal in all.Where(static journal => !journal.IsLive))
        {
            var age = now - journal.Last;
            var tooMuch = left > policy.MaxSize;
            if (age > policy.Keep || (force && tooMuch))
            {
                steps.Add(new RetentionStep(journal, age > policy.Keep ? "age" : "forced"));
                left -= journal.Bytes;
            }
            else if (!journal.IsPacked && age > policy.CompressAfter)
            {
                steps.Add(new RetentionStep(journal, null));
            }
        }

        return new RetentionPlan(steps, total, Math.Max(0, left - policy.MaxSize));
    }
}
