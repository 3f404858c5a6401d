using System.Globalization;

namespace McpBox.Sandbox.Probe;

/// <summary>What is promised of one check, and what of an observation is weaker than that.</summary>
/// <param name="Expected">For people.</param>
/// <param name="Weakness">The part of an observation that is weaker than the promise, or null where it is as strong.</param>
public sealed record ProbeRule(Func<ProbePromise, string> Expected, Func<ProbePromise, string, string?> Weakness)
{
    /// <summary>An empty list.</summary>
    public static ProbeRule Nothing { get; } = Exactly(static _ => ProbeWords.None);

    /// <summary>This very text.</summary>
    public static ProbeRule Exactly(Func<ProbePromise, string> text) =>
        new(text, (promise, observed) => observed == text(promise) ? null : observed);

    /// <summary>A list, each item of which is allowed; it may be empty.</summary>
    public static ProbeRule Only(string expected, Func<ProbePromise, string, bool> allowed) => Only(_ => expected, allowed);

    /// <inheritdoc cref="Only(string, Func{ProbePromise, string, bool})"/>
    public static ProbeRule Only(Func<ProbePromise, string> expected, Func<ProbePromise, string, bool> allowed) =>
        Only(expected, allowed, static _ => []);

    /// <summary>The same, of a list that is known to have some items at least: what was not looked at is no proof.</summary>
    /// <param name="needed">Items, or their beginnings up to a <c>=</c>.</param>
    public static ProbeRule Only(
        Func<ProbePromise, string> expected, Func<ProbePromise, string, bool> allowed, Func<ProbePromise, IEnumerable<string>> needed) =>
        new(expected, (promise, observed) =>
        {
            // The words after it are no items.
            if (observed.StartsWith(ProbeWords.Error, StringComparison.Ordinal))
                return observed;
            var items = ProbeWords.Items(observed);
            var surplus = items.Where(item => !allowed(promise, item));
            var missing = needed(promise).Where(need => !items.Any(item => item == need || item.StartsWith(need + "=", StringComparison.Ordinal)));
            var weak = ProbeWords.List(surplus.Concat(missing.Select(static need => $"{need}=unknown")));
            return weak == ProbeWords.None ? null : weak;
        });

    /// <summary>A number that is not above this one.</summary>
    public static ProbeRule AtMost(Func<ProbePromise, double> most) => new(
        promise => string.Create(CultureInfo.InvariantCulture, $"at most {most(promise)}"),
        (promise, observed) =>
            double.TryParse(observed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most(promise)
                ? null
                : observed);
}
