using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>A table of the config that concerns mcpbox itself and no server.</summary>
internal static class UserTable
{
    /// <summary>Reads the table; what cannot be read is reported and left out.</summary>
    /// <param name="name">The table's name at the config's first level.</param>
    /// <param name="defaults">What holds where nothing is declared.</param>
    public static T Read<T>(TomlTable config, Document document, string name, KeyTable<T> keys, T defaults)
    {
        if (config.Find(name) is not { } entry)
        {
            return defaults;
        }

        if (entry.Value is not TomlTable table)
        {
            document.AddWrongType(entry.Value, name, "a table");
            return defaults;
        }

        return keys.Read(table, Scopes.User, document, name).Aggregate(defaults, (section, setting) => setting.Apply(section));
    }
}
