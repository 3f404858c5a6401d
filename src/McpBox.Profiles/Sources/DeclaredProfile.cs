using System.Collections.Immutable;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>One profile's file: what it says itself, before <c>extends</c>.</summary>
/// <param name="Extends">Null when it stands on the defaults.</param>
internal sealed record DeclaredProfile(
    string Name, bool IsBuiltIn, Document Document, string Text, TomlString? Extends, ImmutableArray<Setting<Profile>> Settings)
{
    private const string ExtendsKey = "extends";

    public static DeclaredProfile From(string name, bool isBuiltIn, Document document, TomlTable table, string text)
    {
        var settings = ReadSettings(table, Scopes.User, document, ExtendsKey);
        return new DeclaredProfile(name, isBuiltIn, document, text, ReadName(table, ExtendsKey, document), settings);
    }

    /// <summary>Reads the keys of a profile wherever they stand: a profile, a server, a project.</summary>
    public static ImmutableArray<Setting<Profile>> ReadSettings(
        TomlTable table, Scopes scope, Document document, params ReadOnlySpan<string> others)
    {
        var settings = Schemas.Profile.Read(table, scope, document, "", others);
        RefuseNamesInBoth(table, document);
        return settings;
    }

    /// <summary>The name of a profile that a key gives; null when the key is absent or not a string.</summary>
    public static TomlString? ReadName(TomlTable table, string key, Document document) =>
        table.Find(key) is { } entry && Schemas.Text.TryRead(entry.Value, key, document, out _) ? (TomlString)entry.Value : null;

    /// <summary>From one layer to the next the later word holds; within one file there is no later word.</summary>
    private static void RefuseNamesInBoth(TomlTable table, Document document)
    {
        if (table.Find("environment")?.Value is not TomlTable environment
            || environment.Find("pass")?.Value is not TomlArray pass
            || environment.Find("set")?.Value is not TomlTable set)
        {
            return;
        }

        foreach (var name in pass.Items.OfType<TomlString>())
        {
            if (set.Find(name.Value) is { } entry)
            {
                document.Add(
                    entry.KeySpan, Codes.NamedTwice,
                    $"environment.set gives {name.Value} a value, and environment.pass takes it over as well", "remove one of them");
            }
        }
    }
}
