using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace McpBox.Toml.Tests;

/// <summary>Generates documents as values, without spans.</summary>
internal static class DocumentGenerator
{
    private const int Depth = 3;

    private static readonly string[] Pieces =
    [
        "a", "B", "7", "-", "_", " ", "\t", "\n", "\r\n", "\r", "\"", "'", "\"\"\"", "'''", "\\", "#", "=", ".", ",", "[", "]", "{", "}",
        "\0", "\u0001", "\u001F", "\u007F", "\u0085", "é", "日本", "🦀", "\uFEFF", "\u2028", "\uD7FF", "\uE000", "\U0010FFFF",
    ];

    private static readonly Gen<string> AnyScalarValue =
        Gen.OneOf(Gen.Choose(0, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF)).Select(value => new Rune(value).ToString());

    private static readonly Gen<string> Text =
        Gen.Frequency((8, Gen.Elements(Pieces)), (1, AnyScalarValue)).ArrayOf().Select(pieces => string.Concat(pieces));

    private static readonly Gen<string> Key = Gen.Frequency(
        (4, Gen.Elements("a", "b", "c", "key", "1", "-", "1979-05-27", "true")),
        (1, Text));

    private static readonly Gen<long> Integer = Gen.Frequency(
        (3, Gen.Choose(-1000, 1000).Select(value => (long)value)),
        (1, ArbMap.Default.GeneratorFor<long>()),
        (1, Gen.Elements(long.MinValue, long.MaxValue, 0L)));

    private static readonly Gen<string> Date =
        from year in Gen.Choose(0, 9999)
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, DateTime.DaysInMonth(Math.Max(year, 1), month))
        select string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2}");

    private static readonly Gen<string> Time =
        from hour in Gen.Choose(0, 23)
        from minute in Gen.Choose(0, 59)
        from second in Gen.Choose(0, 60)
        from fraction in Gen.Elements("", ".0", ".123", ".000000000001")
        select string.Create(CultureInfo.InvariantCulture, $"{hour:D2}:{minute:D2}:{second:D2}{fraction}");

    private static readonly Gen<TomlValue> Scalar = Gen.OneOf(
        Text.Select(TomlValue (value) => new TomlString(value, default)),
        Integer.Select(TomlValue (value) => new TomlInteger(value, default)),
        ArbMap.Default.GeneratorFor<double>().Select(TomlValue (value) => new TomlFloat(value, default)),
        Gen.Elements(true, false).Select(TomlValue (value) => new TomlBoolean(value, default)),
        DateTimes());

    /// <summary>A document and a number that picks the way it is written.</summary>
    public static Gen<(TomlTable Document, int Style)> StyledDocument =>
        from document in Table(Depth)
        from style in Gen.Choose(0, int.MaxValue - 1)
        select (document, style);

    private static Gen<TomlValue> DateTimes() =>
        from date in Date
        from time in Time
        from offset in Gen.Elements("Z", "+00:00", "-00:00", "+23:59", "-07:30")
        from kind in Gen.Elements(Enum.GetValues<TomlDateTimeKind>())
        select (TomlValue)new TomlDateTime(kind, kind switch
        {
            TomlDateTimeKind.OffsetDateTime => $"{date}T{time}{offset}",
            TomlDateTimeKind.LocalDateTime => $"{date}T{time}",
            TomlDateTimeKind.LocalDate => date,
            _ => time,
        }, default);

    private static Gen<TomlTable> Table(int depth) =>
        from count in Gen.Choose(0, 4)
        from keys in Key.ArrayOf(count)
        from values in Value(depth - 1).ArrayOf(count)
        let entries = keys.Zip(values, (key, value) => new TomlEntry(key, default, value))
        select new TomlTable([.. entries.DistinctBy(entry => entry.Key)], default);

    private static Gen<TomlValue> Value(int depth)
    {
        if (depth == 0)
            return Scalar;
        var tables = Table(depth);
        return Gen.Frequency(
            (3, Scalar),
            (2, tables.Select(TomlValue (table) => table)),
            (1, Items(Value(depth - 1))),
            (1, Items(tables.Select(TomlValue (table) => table))));
    }

    private static Gen<TomlValue> Items(Gen<TomlValue> item) =>
        from count in Gen.Choose(0, 3)
        from items in item.ArrayOf(count)
        select (TomlValue)new TomlArray(items, default);
}
