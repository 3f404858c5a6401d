using System.Collections.Immutable;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>
/// A project's <c>mcpbox.toml</c>. Whoever wrote the project wrote it, so nothing in it can give a server more than its owner gave:
/// every value is a ceiling, and applied only where it lowers.
/// </summary>
/// <param name="Everywhere">For every server.</param>
/// <param name="Servers">For one server.</param>
internal sealed record ProjectFile(
    Document Document,
    ImmutableArray<Setting<Profile>> Everywhere,
    ImmutableSortedDictionary<string, ImmutableArray<Setting<Profile>>> Servers)
{
    public static ProjectFile Read(TomlTable table, Document document, IReadOnlyCollection<string> knownServers)
    {
        var servers = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<Setting<Profile>>>(StringComparer.Ordinal);
        foreach (var entry in DeclaredServer.ServerTables(table, document))
        {
            if (!knownServers.Contains(entry.Key))
            {
                document.Add(
                    entry.KeySpan, Codes.UnknownServer, $"there is no server \"{entry.Key}\" in your config to tighten",
                    NearestName.Hint(entry.Key, knownServers, "servers"));
            }

            servers[entry.Key] = ReadSettings((TomlTable)entry.Value, document, [.. DeclaredServer.OwnKeys, "extends"]);
        }

        var others = ReadSettings(table, document, ["extends", DeclaredExport.TableName, DeclaredRetention.TableName], DeclaredServer.TableName);
        return new ProjectFile(document, others, servers.ToImmutable());
    }

    /// <summary>The profile as it holds in this project. What would loosen it is left out.</summary>
    /// <param name="server">Null for a command line that no server stands for.</param>
    public Profile Tighten(Profile profile, string? server)
    {
        var own = server is null ? [] : Servers.GetValueOrDefault(server, []);
        return Everywhere.Concat(own).Aggregate(profile, (current, setting) => setting.Loosens(current) ? current : setting.Apply(current));
    }

    /// <summary>
    /// Reports values that ask for more. For one server: more than its profile gives. For all of them: more than any profile gives,
    /// since a ceiling that lowers one server may well stand above another.
    /// </summary>
    /// <param name="profiles">Of the servers, as their owner declared them, by server name.</param>
    /// <param name="fallback">What to compare with when there is no server.</param>
    public void ReportLoosening(IReadOnlyDictionary<string, Profile> profiles, Profile fallback)
    {
        IReadOnlyCollection<Profile> all = profiles.Count > 0 ? [.. profiles.Values] : [fallback];
        foreach (var setting in Everywhere.Where(setting => all.All(setting.Loosens)))
        {
            Report(setting, all.First());
        }

        foreach (var (name, settings) in Servers)
        {
            if (profiles.TryGetValue(name, out var profile))
            {
                foreach (var setting in settings.Where(setting => setting.Loosens(profile)))
                {
                    Report(setting, profile);
                }
            }
        }
    }

    private void Report(Setting<Profile> setting, Profile profile) => Document.Add(
        new TomlSpan(setting.Origin.Line, setting.Origin.Column, 0, 0),
        Codes.ProjectLoosens,
        $"{setting.Key} = {setting.Text} allows more than {setting.Current(profile)}, and a project may only tighten",
        "lower it, remove it, or raise the owner's own value in config.toml or a profile");

    private static ImmutableArray<Setting<Profile>> ReadSettings(
        TomlTable table, Document document, ImmutableArray<string> refused, params ReadOnlySpan<string> others)
    {
        foreach (var entry in table.Entries.Where(entry => refused.Contains(entry.Key)))
        {
            document.Add(
                entry.KeySpan, Codes.ProjectMayNot, $"{entry.Key} cannot be set by a project, which may only tighten",
                "declare it in config.toml or in a profile of your own");
        }

        return DeclaredProfile.ReadSettings(table, Scopes.Project, document, [.. refused, .. others]);
    }
}
