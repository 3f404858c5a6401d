using McpBox.Profiles.Kinds;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Sources;

/// <summary>The <c>[retention]</c> of a config.</summary>
internal static class DeclaredRetention
{
    public const string TableName = "retention";

    private static readonly DurationKind Age = new(TimeSpan.FromDays(36_500));

    private static readonly KeyTable<RetentionSection> Keys = new(
    [
        new Key<RetentionSection, TimeSpan>
        {
            Path = "keep",
            Kind = Age,
            Get = section => section.Keep,
            Set = (section, value) => section with { Keep = value },
            Meaning = "How long a journal is kept after its last record.",
        },
        new Key<RetentionSection, long>
        {
            Path = "max_size",
            Kind = new SizeKind(1L << 20, 1L << 50),
            Get = section => section.MaxSize,
            Set = (section, value) => section with { MaxSize = value },
            Meaning = "What all journals together may take; no limit when left out.",
        },
        new Key<RetentionSection, TimeSpan>
        {
            Path = "compress_after",
            Kind = Age,
            Get = section => section.CompressAfter,
            Set = (section, value) => section with { CompressAfter = value },
            Meaning = "When a closed journal is compressed.",
        },
    ]);

    /// <summary>Reads the table; what cannot be read is reported and left out.</summary>
    public static RetentionSection Read(TomlTable config, Document document) =>
        UserTable.Read(config, document, TableName, Keys, new RetentionSection());
}
