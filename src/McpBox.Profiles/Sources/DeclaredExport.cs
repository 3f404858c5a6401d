using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>The <c>[export]</c> of a config.</summary>
internal static class DeclaredExport
{
    public const string TableName = "export";

    private static readonly KeyTable<ExportSection> Keys = new(
    [
        Key("otlp", section => section.Otlp, (section, value) => section with { Otlp = value }, "A receiver of OTLP over HTTP."),
        Key("syslog", section => section.Syslog, (section, value) => section with { Syslog = value }, "A receiver of syslog."),
        Key("ca", section => section.Authority, (section, value) => section with { Authority = value }, "PEM file of the authorities that may sign their certificates."),
    ]);

    /// <summary>Reads the table; what cannot be read is reported and left out.</summary>
    public static ExportSection Read(TomlTable config, Document document) => UserTable.Read(
        config, document, TableName, Keys,
        new ExportSection { Origin = config.Find(TableName) is { } entry ? document.At(entry.KeySpan) : Origin.CommandLine });

    private static Key<ExportSection, string> Key(
        string path, Func<ExportSection, string?> get, Func<ExportSection, string, ExportSection> set, string meaning) => new()
        {
            Path = path,
            Kind = Schemas.Text,
            Get = section => get(section) ?? "",
            Set = set,
            Meaning = meaning,
        };
}
