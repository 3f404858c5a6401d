using System.Collections.Immutable;

namespace McpBox.Profiles.Sources;

/// <summary>Every profile there is. A user's file stands before the shipped one of its name.</summary>
internal sealed class ProfileCatalog
{
    private readonly Dictionary<string, DeclaredProfile> _shipped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeclaredProfile> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<DeclaredProfile>> _chains = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _shipped.Keys.Union(_own.Keys).Order(StringComparer.Ordinal);

    public static ProfileCatalog Load(ConfigurationSources sources, SourceReader reader)
    {
        var catalog = new ProfileCatalog();
        foreach (var name in BuiltInProfiles.Names)
        {
            var document = reader.DocumentOf(BuiltInProfiles.PathOf(name));
            var (table, text) = SourceReader.Parse(BuiltInProfiles.Read(name), document);
            catalog._shipped[name] = DeclaredProfile.From(name, isBuiltIn: true, document, table, text);
        }

        foreach (var (name, path) in sources.ProfileFiles)
        {
            var document = reader.DocumentOf(path);
            var (table, text) = reader.ReadOwn(document);
            catalog._own[name] = DeclaredProfile.From(name, isBuiltIn: false, document, table, text);
        }

        return catalog;
    }

    public DeclaredProfile? Find(string name) => _own.GetValueOrDefault(name) ?? _shipped.GetValueOrDefault(name);

    /// <summary>The profile with everything that it extends, nearest first; empty when there is no such profile.</summary>
    public ImmutableArray<DeclaredProfile> ChainOf(string name)
    {
        if (!_chains.TryGetValue(name, out var chain))
        {
            _chains[name] = chain = Find(name) is { } profile ? Follow(profile) : [];
        }

        return chain;
    }

    /// <summary>The settings of the chain, the most general first, on the defaults.</summary>
    public static Profile Resolve(ImmutableArray<DeclaredProfile> chain)
    {
        var profile = new Profile { Name = chain[0].Name, Origin = new Origin(chain[0].Document.Path, 1, 1) };
        return chain.Reverse().SelectMany(declared => declared.Settings).Aggregate(profile, (current, setting) => setting.Apply(current));
    }

    /// <summary>
    /// A profile that extends its own name means the shipped one. The chain ends before an unknown name and before a member that it has
    /// already; both are reported where they are written.
    /// </summary>
    private ImmutableArray<DeclaredProfile> Follow(DeclaredProfile profile)
    {
        var chain = ImmutableArray.Create(profile);
        while (chain[^1] is { Extends: { } extends } last)
        {
            var itself = extends.Value == last.Name && !last.IsBuiltIn;
            var next = itself ? _shipped.GetValueOrDefault(last.Name, last) : Find(extends.Value);
            if (next is null)
            {
                last.Document.Add(
                    extends.Span, Codes.UnknownProfile, $"extends = \"{extends.Value}\": there is no such profile",
                    NearestName.Hint(extends.Value, Names, "profiles"));
                break;
            }

            if (chain.IndexOf(next) is var start and >= 0)
            {
                ReportCycle(chain[start..]);
                break;
            }

            chain = chain.Add(next);
        }

        return chain;
    }

    /// <summary>Once for each cycle, wherever the chain entered it: at the member whose name sorts first.</summary>
    private static void ReportCycle(ImmutableArray<DeclaredProfile> members)
    {
        var first = members.MinBy(member => member.Name, StringComparer.Ordinal)!;
        var start = members.IndexOf(first);
        var names = members[start..].Concat(members[..start]).Append(first).Select(member => member.Name);
        first.Document.Add(
            first.Extends!.Span, Codes.Cycle, $"extends goes in a circle: {string.Join(" -> ", names)}", "remove one of these extends");
    }
}
