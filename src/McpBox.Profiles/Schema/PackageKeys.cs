using System.Collections.Immutable;
using McpBox.Profiles.Kinds;

namespace McpBox.Profiles.Schema;

/// <summary><c>[package]</c>. None of it is a project's to say: it decides which bytes are run.</summary>
internal static class PackageKeys
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3650);

    public static ImmutableArray<Key<Profile>> All { get; } =
    [
        new Key<Profile, string>
        {
            Path = "package.scripts",
            Kind = new ChoiceKind(["deny", "allow"]),
            Get = p => p.Package.Scripts,
            Set = (p, v) => p with { Package = p.Package with { Scripts = v } },
            Meaning = "Whether the packages' own build scripts are run, in a build sandbox without network.",
        },
        new Key<Profile, TimeSpan>
        {
            Path = "package.min_age",
            Kind = new DurationKind(MaxAge),
            Get = p => p.Package.MinAge,
            Set = (p, v) => p with { Package = p.Package with { MinAge = v } },
            Meaning = "Versions that were published more recently are not chosen. `\"0s\"` is off.",
        },
        new Key<Profile, bool>
        {
            Path = "package.allow_deprecated",
            Kind = new FlagKind(),
            Get = p => p.Package.AllowDeprecated,
            Set = (p, v) => p with { Package = p.Package with { AllowDeprecated = v } },
            Meaning = "Lets deprecated or yanked versions be chosen.",
        },
        new Key<Profile, string>
        {
            Path = "package.on_missing",
            Kind = new ChoiceKind(["refuse", "build"]),
            Get = p => p.Package.OnMissing,
            Set = (p, v) => p with { Package = p.Package with { OnMissing = v } },
            Meaning = "What a start does when its package is not locked or not built: end at once, or lock and build first.",
        },
    ];
}
