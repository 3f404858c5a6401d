namespace McpBox.Toml.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0x7fff_ffff_ffff_ffff", long.MaxValue)]
    [InlineData("0o777777777777777777777", long.MaxValue)]
    [InlineData("0b0000_0001", 1)]
    [InlineData("+0", 0)]
    public void An_integer_reads_up_to_its_64_bits(string text, long expected) =>
        Assert.Equal(expected, Assert.IsType<TomlInteger>(Read(text)).Value);

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("0x8000_0000_0000_0000")]
    [InlineData("0xFFFF_FFFF_FFFF_FFFF_FFFF")]
    [InlineData("0o1_000_000_000_000_000_000_000")]
    [InlineData("0b1000000000000000000000000000000000000000000000000000000000000000")]
    public void An_integer_beyond_its_64_bits_is_an_error(string text) =>
        Assert.EndsWith("does not fit in a 64-bit integer", Documents.ErrorOf($"a = {text}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1e00", 1.0)]
    [InlineData("-0.0", -0.0)]
    [InlineData("6.626e-34", 6.626e-34)]
    [InlineData("1_0.2_5E+0_1", 102.5)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("-nan", double.NaN)]
    public void A_float_reads_to_the_nearest_double(string text, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Assert.IsType<TomlFloat>(Read(text)).Value));

    [Theory]
    [InlineData("1979-05-27t07:32:00z", TomlDateTimeKind.OffsetDateTime, "1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27 00:32:00.9990-07:00", TomlDateTimeKind.OffsetDateTime, "1979-05-27T00:32:00.9990-07:00")]
    [InlineData("1979-05-27 23:59:60", TomlDateTimeKind.LocalDateTime, "1979-05-27T23:59:60")]
    [InlineData("2000-02-29", TomlDateTimeKind.LocalDate, "2000-02-29")]
    [InlineData("07:32:00.50", TomlDateTimeKind.LocalTime, "07:32:00.50")]
    public void A_date_time_keeps_its_digits_and_gets_upper_case_letters(string text, TomlDateTimeKind kind, string expected)
    {
        var value = Assert.IsType<TomlDateTime>(Read(text));

        Assert.Equal((kind, expected), (value.Kind, value.Text));
    }

    [Theory]
    [InlineData("\"\\u00E9 \\U0001F980 \\\" \\\\ \\b\\t\\n\\f\\r\"", "é 🦀 \" \\ \b\t\n\f\r")]
    [InlineData("'C:\\new'", "C:\\new")]
    [InlineData("\"\"\"\n\nx\"\"\"", "\nx")]
    [InlineData("\"\"\"\r\nx\r\ny\"\"\"", "x\r\ny")]
    [InlineData("\"\"\"a \\  \r\n\t\n  b\"\"\"", "a b")]
    [InlineData("\"\"\"\"\"a\"\"\"\"\"", "\"\"a\"\"")]
    [InlineData("'''''a'''''", "''a''")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("''''''", "")]
    public void A_string_reads_as_its_kind_of_quotes_says(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<TomlString>(Read(text)).Value);

    [Theory]
    [InlineData("\"\"", "string")]
    [InlineData("1", "integer")]
    [InlineData("1.0", "float")]
    [InlineData("true", "boolean")]
    [InlineData("1979-05-27T07:32:00Z", "offset date-time")]
    [InlineData("1979-05-27T07:32:00", "local date-time")]
    [InlineData("1979-05-27", "local date")]
    [InlineData("07:32:00", "local time")]
    [InlineData("[]", "array")]
    [InlineData("{}", "table")]
    public void A_value_names_its_type_as_the_specification_does(string text, string expected) =>
        Assert.Equal(expected, Read(text).TypeName);

    private static TomlValue Read(string value) => Documents.Read($"a = {value}").Find("a")!.Value;
}
