using System.Collections.Immutable;
using McpBox.Profiles.Kinds;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>One <c>[servers.NAME]</c> of the config, as it is written there.</summary>
/// <param name="HasCommand">Whether the key is there, in whatever state.</param>
/// <param name="Command">Null when it is missing, or unreadable, which has been reported.</param>
/// <param name="HasSpec">As <paramref name="HasCommand"/>.</param>
/// <param name="Spec">As <paramref name="Command"/>. What it means is known to whoever runs packages.</param>
internal sealed record DeclaredServer(
    string Name,
    Origin Origin,
    bool HasCommand,
    string? Command,
    bool HasSpec,
    string? Spec,
    ImmutableArray<string> Args,
    TomlString? ProfileName,
    ImmutableArray<Setting<Profile>> Overrides)
{
    public const string TableName = "servers";
    public static readonly ImmutableArray<string> OwnKeys = ["command", "spec", "args", "profile"];
    private static readonly TextsKind Texts = new();

    /// <summary>Reads every server of a config; what cannot be read is reported and left out.</summary>
    public static ImmutableArray<DeclaredServer> ReadAll(TomlTable config, Document document)
    {
        foreach (var entry in config.Entries.Where(entry => entry.Key is not (TableName or DeclaredExport.TableName or DeclaredRetention.TableName)))
        {
            document.Add(
                entry.KeySpan, Codes.UnknownKey, $"unknown key \"{entry.Key}\"",
                Schemas.Profile.Keys.Any(key => key.Path.Split('.')[0] == entry.Key)
                    ? $"it belongs in a profile, or below a server: [servers.NAME.{entry.Key}]"
                    : NearestName.Hint(entry.Key, [TableName, DeclaredExport.TableName, DeclaredRetention.TableName], "keys here"));
        }

        return [.. ServerTables(config, document).Select(entry => Read(entry, document))];
    }

    /// <summary>The entries of <c>[servers]</c> whose name and type are right; the others are reported.</summary>
    public static IEnumerable<TomlEntry> ServerTables(TomlTable root, Document document)
    {
        if (root.Find(TableName) is not { } servers)
        {
            yield break;
        }

        if (servers.Value is not TomlTable table)
        {
            document.AddWrongType(servers.Value, TableName, "a table");
            yield break;
        }

        foreach (var entry in table.Entries)
        {
            if (!NameRule.IsName(entry.Key))
            {
                document.Add(entry.KeySpan, Codes.ServerName, $"\"{entry.Key}\" is not a name for a server", $"use {NameRule.Text}");
            }
            else if (entry.Value is TomlTable)
            {
                yield return entry;
            }
            else
            {
                document.AddWrongType(entry.Value, $"servers.{entry.Key}", "a table");
            }
        }
    }

    private static DeclaredServer Read(TomlEntry entry, Document document)
    {
        var table = (TomlTable)entry.Value;
        ImmutableArray<string> args = [];
        if (table.Find("args") is { } written)
        {
            Texts.TryRead(written.Value, "args", document, out args);
        }

        return new DeclaredServer(
            entry.Key,
            document.At(entry.KeySpan),
            table.Find("command") is not null,
            ReadText(entry, table, "command", "name the program to start", document),
            table.Find("spec") is not null,
            ReadText(entry, table, "spec", "name the package to start: npm:@scope/pkg", document),
            args,
            DeclaredProfile.ReadName(table, "profile", document),
            DeclaredProfile.ReadSettings(table, Scopes.User, document, OwnKeys.AsSpan()));
    }

    private static string? ReadText(TomlEntry server, TomlTable table, string key, string hint, Document document)
    {
        if (table.Find(key) is not { } entry)
        {
            return null;
        }

        if (!Schemas.Text.TryRead(entry.Value, key, document, out var text) || text.Length > 0)
        {
            return text;
        }

        document.Add(entry.Value.Span, Codes.MissingKey, $"the {key} of servers.{server.Key} is empty", hint);
        return null;
    }
}
