using System.Collections.Immutable;
using System.Text;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary><c>[[filesystem.mounts]]</c>.</summary>
internal sealed class MountsKind : Kind<ImmutableArray<MountDeclaration>>
{
    public override string Text => "array of tables";

    public override bool TryRead(TomlValue value, string key, Document document, out ImmutableArray<MountDeclaration> result)
    {
        result = [];
        if (value is not TomlArray array)
        {
            document.AddWrongType(value, key, "an array of tables, each [[filesystem.mounts]]");
            return false;
        }

        var good = true;
        foreach (var item in array.Items)
        {
            if (item is TomlTable table && ReadMount(table, key, document) is { } mount)
            {
                result = result.Add(mount);
                continue;
            }

            good = false;
            if (item is not TomlTable)
            {
                document.AddWrongType(item, $"each of {key}", "a table");
            }
        }

        return good;
    }

    public override string Write(ImmutableArray<MountDeclaration> value) =>
        $"[{string.Join(", ", value.Select(mount => $"{{ source = {TextKind.Quote(mount.Source)} }}"))}]";

    public override void WriteEntry(string path, ImmutableArray<MountDeclaration> value, StringBuilder output)
    {
        foreach (var mount in value)
        {
            output.Append($"\n[[{path}]]\n").Append(Schemas.Mount.Write(mount));
        }
    }

    private static MountDeclaration? ReadMount(TomlTable table, string key, Document document)
    {
        var settings = Schemas.Mount.Read(table, Scopes.User, document, key);
        if (table.Find("source") is null)
        {
            document.Add(table.Span, Codes.MissingKey, $"{key} has no source", "add source = \"/absolute/path\"");
        }

        // Every key that stood there was readable, the source among them; otherwise the mount is not what was written.
        return table.Find("source") is not null && settings.Length == table.Entries.Count
            ? settings.Aggregate(
                new MountDeclaration("", null, Writable: false, AllowSensitive: false, document.At(table.Span)),
                (mount, setting) => setting.Apply(mount))
            : null;
    }
}
