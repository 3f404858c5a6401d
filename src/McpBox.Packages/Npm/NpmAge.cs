using System.Globalization;
using System.Text.RegularExpressions;
using McpBox.Packages.Building;
using McpBox.Sandbox;

namespace McpBox.Packages.Npm;

/// <summary>Says which versions are too young, and why npm found none.</summary>
internal sealed partial class NpmAge(ResolveOptions options, TimeProvider time)
{
    /// <summary>Published later than this does not exist; null for no gate.</summary>
    public DateTimeOffset? Newest { get; } = options.MinAge > TimeSpan.Zero ? time.GetUtcNow() - options.MinAge : null;

    /// <summary>Why npm ended without a lock, if it was for want of a version; null for anything else.</summary>
    /// <param name="output">npm's. Hostile.</param>
    public Refusal? Explain(string output, NpmRoutes routes)
    {
        var match = NoMatch().Match(output);
        if (!match.Success)
            return null;
        var (name, wanted) = (match.Groups["name"].Value, match.Groups["wanted"].Value);
        if (routes.Seen(name) is not { } offer || offer.Hidden.IsEmpty)
            return NpmRefusals.NoVersion(name, wanted);
        var hidden = offer.Hidden.Contains(wanted) ? wanted
            : offer.Packument.Tags.FirstOrDefault(tag => tag.Tag == wanted) is { Version: { } tagged } && offer.Hidden.Contains(tagged) ? tagged
            : offer.Hidden[^1];
        return NpmRefusals.TooYoung($"no version of {name} that matches {wanted} is at least {Span(options.MinAge)} old: {Old(offer)}{Said(offer, hidden)}");
    }

    /// <summary>A version that was chosen, by whomever: npm, or a lock that came with a package.</summary>
    /// <exception cref="PackageException">It does not exist, or is too young.</exception>
    public NpmRelease Require(NpmOffer offer, string version)
    {
        if (offer.Hidden.Contains(version))
            throw new PackageException(NpmRefusals.TooYoung($"{offer.Packument.Name}@{version} is not {Span(options.MinAge)} old: {Old(offer)}{Said(offer, version)}"));
        return offer.Packument.Releases.GetValueOrDefault(version) ?? throw new PackageException(NpmRefusals.NoVersion(offer.Packument.Name, version));
    }

    /// <summary>A line for whoever watches, when the newest was passed over; null when it was not.</summary>
    public string? PassedOver(NpmOffer offer, string chosen) =>
        offer.Packument.Tags.FirstOrDefault(static tag => tag.Tag == "latest") is { Version: { } latest } && offer.Hidden.Contains(latest)
            ? $"{Said(offer, latest)}, less than {Span(options.MinAge)} ago; {chosen} is taken (`min_age` lifts it)"
            : null;

    private static string Old(NpmOffer offer) => offer.Shown.IsEmpty ? "" : $"the newest of {offer.Packument.Name} that is so old is {offer.Shown[^1]}; ";

    private string Said(NpmOffer offer, string version) => offer.Packument.Releases[version].Published is { } published
        ? $"{version} was published {Span(time.GetUtcNow() - published)} ago"
        : $"the registry does not say when {version} was published";

    private static string Span(TimeSpan span) => span.TotalHours switch
    {
        >= 48 => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalDays} days"),
        >= 2 => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)span.TotalMinutes)} min"),
    };

    [GeneratedRegex(@"No matching version found for (?<name>@?[^@\s]+)@(?<wanted>.+?)\.?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoMatch();
}
