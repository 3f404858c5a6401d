using System.Collections.Immutable;
using System.Text;
using McpBox.Toml;

namespace McpBox.Profiles.Schema;

/// <summary>A table of keys: reads TOML into settings, writes an owner as TOML, and is what the manual is checked against.</summary>
internal sealed class KeyTable<TOwner>(ImmutableArray<Key<TOwner>> keys)
{
    public ImmutableArray<Key<TOwner>> Keys => keys;

    /// <summary>Reads every key of the table; what is wrong is reported and left out.</summary>
    /// <param name="prefix">Where the table stands, for messages: empty, or <c>filesystem.mounts</c>.</param>
    /// <param name="others">Keys of the table's first level which the caller reads itself.</param>
    public ImmutableArray<Setting<TOwner>> Read(
        TomlTable table, Scopes scope, Document document, string prefix = "", params ReadOnlySpan<string> others)
    {
        var settings = ImmutableArray.CreateBuilder<Setting<TOwner>>();
        ReadTable(table, new Reading(scope, document, prefix), "", others, settings);
        return settings.ToImmutable();
    }

    /// <summary>The owner as TOML, every key in the table's order, each section under its header.</summary>
    public string Write(TOwner owner)
    {
        var output = new StringBuilder();
        var section = "";
        foreach (var key in keys.Where(key => key.Scopes.HasFlag(Scopes.User)))
        {
            if (key.Section != section)
            {
                section = key.Section;
                output.Append($"\n[{section}]\n");
            }

            key.Write(owner, output);
        }

        return output.ToString();
    }

    private void ReadTable(
        TomlTable table, Reading reading, string path, ReadOnlySpan<string> others, ImmutableArray<Setting<TOwner>>.Builder settings)
    {
        foreach (var entry in table.Entries)
        {
            if (others.Contains(entry.Key))
            {
                continue;
            }

            var here = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (keys.FirstOrDefault(key => key.Path == here) is { } key)
            {
                ReadKey(key, entry, reading, settings);
            }
            else if (!keys.Any(key => key.Path.StartsWith(here + ".", StringComparison.Ordinal)))
            {
                AddUnknown(entry, path, reading, others);
            }
            else if (entry.Value is TomlTable section)
            {
                ReadTable(section, reading, here, [], settings);
            }
            else
            {
                reading.Document.AddWrongType(entry.Value, reading.Place(here), "a table");
            }
        }
    }

    private static void ReadKey(Key<TOwner> key, TomlEntry entry, Reading reading, ImmutableArray<Setting<TOwner>>.Builder settings)
    {
        if (key.Scopes.HasFlag(reading.Scope))
        {
            if (key.Read(entry, reading.Document) is { } setting)
            {
                settings.Add(setting);
            }
        }
        else if (reading.Scope == Scopes.Project)
        {
            reading.Document.Add(
                entry.KeySpan, Codes.ProjectMayNot, $"{key.Path} cannot be set by a project, which may only tighten",
                "declare it in config.toml or in a profile of your own");
        }
        else
        {
            reading.Document.Add(
                entry.KeySpan, Codes.WrongPlace, $"{key.Path} is for a project's mcpbox.toml", "leave the key out here");
        }
    }

    private void AddUnknown(TomlEntry entry, string path, Reading reading, ReadOnlySpan<string> others)
    {
        var level = path.Length == 0 ? "" : path + ".";
        var siblings = keys.Where(key => key.Scopes.HasFlag(reading.Scope) && key.Path.StartsWith(level, StringComparison.Ordinal))
            .Select(key => key.Path[level.Length..].Split('.')[0]).Concat(others.ToArray()).Distinct().ToArray();
        var elsewhere = keys.FirstOrDefault(key => key.Name == entry.Key && key.Scopes.HasFlag(reading.Scope));
        var hint = NearestName.Find(entry.Key, siblings) is null && elsewhere is not null
            ? $"\"{entry.Key}\" stands in [{elsewhere.Section}]"
            : NearestName.Hint(entry.Key, siblings, "keys here");
        var place = reading.Place(path.Length == 0 ? "" : path);
        reading.Document.Add(
            entry.KeySpan, Codes.UnknownKey, $"unknown key \"{entry.Key}\"" + (place.Length == 0 ? "" : $" in {place}"), hint);
    }

    private sealed record Reading(Scopes Scope, Document Document, string Prefix)
    {
        public string Place(string path) => string.Join('.', new[] { Prefix, path }.Where(part => part.Length > 0));
    }
}
