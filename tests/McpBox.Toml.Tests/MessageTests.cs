namespace McpBox.Toml.Tests;

/// <summary>What a person reads: the place, the message and the hint as they are shown.</summary>
public sealed class MessageTests
{
    private const string EscapeHint = "Write `\\\\` for a backslash, or put the text in single quotes, where it needs no escape.";
    private const string DateHint = "Write dates as `1979-05-27` and times as `07:32:00`; a string needs quotes.";
    private const string KeyHint = "A key with other characters than A-Z a-z 0-9 _ - needs quotes.";
    private const string PairHint = "Write `key = value`; a key with other characters than A-Z a-z 0-9 _ - needs quotes.";
    private const string HeaderHint = "Close the header; a name with other characters than A-Z a-z 0-9 _ - needs quotes.";
    private const string LineHint =
        "Start a new line for the next key; if this belongs to a text, put all of the text in one pair of quotes.";
    private const string RangeHint = "Use -9223372036854775808 to 9223372036854775807, or a string.";

    [Theory]
    [InlineData("a = yes", "1:5-1:8", "the value `yes` needs quotes", "A boolean is `true`; if it is text, write \"yes\".")]
    [InlineData("a = hello world", "1:5-1:10", "the value `hello` needs quotes", "If it is text, write \"hello\", with all of the text in the quotes.")]
    [InlineData("a = [x\\y]", "1:6-1:9", "the value `x\\y` needs quotes", "If it is text, put all of it in quotes.")]
    [InlineData("a = “x”", "1:5-1:8", "the value `“x”` needs straight quotes", "Write \"…\" or '…'.")]
    [InlineData("a = True", "1:5-1:9", "`True` is not a value", "Write `true` in lower case.")]
    [InlineData("a = null", "1:5-1:9", "`null` is not a value", "TOML has no null: leave the key out.")]
    [InlineData("a = ]", "1:5-1:6", "expected a value, found `]`", "Write a value here; a string needs quotes.")]
    [InlineData("a = 1 b", "1:7-1:8", "expected a new line after the value, found `b`", LineHint)]
    [InlineData("a = 1,", "1:6-1:7", "expected a new line after the value, found `,`", "Remove the comma: pairs stand on lines of their own.")]
    public void About_values(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = 1.2.3", "1:5-1:10", "`1.2.3` is not a number", "If it is text, write \"1.2.3\", with all of the text in the quotes.")]
    [InlineData("a = -007", "1:5-1:9", "`-007` has a leading zero", "Remove the leading zeros; octal is `0o17`, and a string needs quotes.")]
    [InlineData("a = 9223372036854775808", "1:5-1:24", "`9223372036854775808` does not fit in a 64-bit integer", RangeHint)]
    [InlineData("a = 0x8000000000000000", "1:5-1:23", "`0x8000000000000000` does not fit in a 64-bit integer", RangeHint)]
    [InlineData("a = 1e999", "1:5-1:10", "`1e999` does not fit in a 64-bit float", "Use a number up to about 1.8e308; infinity is `inf`.")]
    [InlineData("a = 1__0", "1:5-1:9", "`1__0` has a misplaced underscore", "An underscore stands between two digits, as in `1_000`.")]
    [InlineData("a = 0X1F", "1:5-1:9", "`0X1F` has its prefix in upper case", "Write `0x`.")]
    [InlineData("a = +0b1", "1:5-1:9", "`+0b1` has a sign", "Hexadecimal, octal and binary integers have none; write a negative number in decimal.")]
    [InlineData("a = .5", "1:5-1:7", "`.5` has no digit at the start", "Write a digit on each side of the point and after `e`, `0x`, `0o`, `0b`; a string needs quotes.")]
    public void About_numbers(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = 2021-02-29", "1:5-1:15", "`2021-02-29` has the day 29", "The day goes from 1 to 28 here.")]
    [InlineData("a = 2021-1-1", "1:5-1:13", "`2021-1-1` needs 2 digits for the month", DateHint)]
    [InlineData("a = 2021-01-01T07:32", "1:5-1:21", "`2021-01-01T07:32` has no seconds, which only TOML 1.1 allows", "Write the seconds: `07:32:00`.")]
    [InlineData("a = 07:32:00Z", "1:5-1:14", "`07:32:00Z` has an offset and no date", "Put the date before it, or remove the offset.")]
    [InlineData("a = 2021-01-01 07:32:00 Z", "1:25-1:26", "expected a new line after the value, found `Z`", LineHint)]
    public void About_dates_and_times(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = \"x\nb = 1", "1:5-1:6", "this string is not closed on its line", "Close it with `\"`; text over several lines stands in `\"\"\"`.")]
    [InlineData("a = 'x", "1:5-1:6", "this string is not closed on its line", "Close it with `'`; text that contains `'` stands in double quotes.")]
    [InlineData("a = 1\nb = \"\"\"\nx\ny\n", "2:5-2:8", "this multi-line string is never closed", "Close it with `\"\"\"`.")]
    [InlineData("a = \"C:\\Users\"", "1:8-1:10", "`\\U` needs 8 hexadecimal digits, found 0", EscapeHint)]
    [InlineData("a = \"\\d+\"", "1:6-1:8", "the escape `\\d` does not exist", EscapeHint)]
    [InlineData("a = \"\\🦀\"", "1:6-1:8", "the escape `\\🦀` does not exist", EscapeHint)]
    [InlineData("a = \"\"\"\\ x\"\"\"", "1:8-1:10", "a backslash before a blank", EscapeHint + " Only in `\"\"\"` a backslash may end a line.")]
    [InlineData("a = \"\\e\"", "1:6-1:8", "the escape `\\e` is TOML 1.1, this reader is TOML 1.0", "Write `\\u001B`.")]
    [InlineData("a = \"\\x41\"", "1:6-1:8", "the escape `\\x` is TOML 1.1, this reader is TOML 1.0", "Write `\\u00` and the two digits.")]
    [InlineData("a = \"\\uD83E\"", "1:6-1:12", "`\\uD83E` is no Unicode scalar value", "Use 0000 to D7FF or E000 to 10FFFF; a character beyond FFFF is one `\\U` with 8 digits.")]
    public void About_strings(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = 1\n\na = 2", "3:1-3:2", "`a` is defined already, on line 1, column 1, as an integer", "Remove or rename one of the two.")]
    [InlineData("a = 'x'\na.b = 2", "2:1-2:2", "`a` is defined already, on line 1, column 1, as a string", "Remove or rename one of the two.")]
    [InlineData("[a.b]\n[a.'b']", "2:4-2:7", "`a.b` is defined already, on line 1, column 4, as a table", "Write all its keys below its first header, once.")]
    [InlineData("a.b = 1\n[a]", "2:2-2:3", "`a` is defined already, on line 1, column 1, as a table that dotted keys define", "Write all its keys where the dotted keys stand.")]
    [InlineData("[[a]]\n[a]", "2:2-2:3", "`a` is defined already, on line 1, column 3, as an array of tables", "Add an element with `[[…]]` and write its keys below that header.")]
    [InlineData("a = {}\n[a.b]", "2:2-2:3", "`a` is defined already, on line 1, column 1, as an inline table, which nothing can extend", "Write all its keys inside the braces.")]
    [InlineData("'x y' = 1\n'x y' = 1", "2:1-2:6", "`\"x y\"` is defined already, on line 1, column 1, as an integer", "Remove or rename one of the two.")]
    public void About_keys_that_are_defined_twice(string text, string span, string message, string hint) =>
        AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a", "1:2-1:2", "expected `=` after the key `a`, found the end of the file", PairHint)]
    [InlineData("my key = 1", "1:4-1:5", "expected `=` after the key `my`, found `k`", PairHint)]
    [InlineData("a: 1", "1:2-1:3", "`:` after the key `a`", "TOML writes `=` between a key and its value.")]
    [InlineData("a = # x", "1:5-1:6", "the key `a` has no value", "Write a value after `=` on the same line, \"\" for an empty string.")]
    [InlineData("clé = 1", "1:3-1:4", "expected `=` after the key `cl`, found `é`", PairHint)]
    [InlineData("é = 1", "1:1-1:2", "expected a key, found `é`", KeyHint)]
    [InlineData("= 1", "1:1-1:2", "no key before `=`", "Write a key; an empty key is \"\".")]
    [InlineData("a..b = 1", "1:3-1:4", "expected a key after the dot, found `.`", "Write a key after each dot, or remove the dot.")]
    [InlineData("'''a''' = 1", "1:1-1:4", "a multi-line string as a key", "Write the key in single or double quotes on one line.")]
    [InlineData("[a b]", "1:4-1:5", "expected `]` after the table name `a`, found `b`", HeaderHint)]
    [InlineData("[[a]\nb = 1", "1:5-1:5", "expected `]` after the table name `a`, found the end of the line", HeaderHint)]
    public void About_keys_and_headers(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = [1 2]", "1:8-1:9", "expected `,` or `]` in the array, found `2`", "Write a comma between two values, `]` after the last.")]
    [InlineData("a = [1,,2]", "1:8-1:9", "no value before the comma", "Remove the comma, or write a value before it.")]
    [InlineData("a = [\n1,\n", "1:5-1:6", "this array is never closed", "Close it with `]`.")]
    [InlineData("a = { b = 1 c = 2 }", "1:13-1:14", "expected `,` or `}` in the inline table, found `c`", "Write a comma between two pairs, `}` after the last.")]
    [InlineData("a = { b = 1", "1:5-1:6", "this inline table is never closed", "Close it with `}`.")]
    [InlineData("a = {\n}", "1:5-1:6", "this inline table goes over several lines, which only TOML 1.1 allows", "Write it on one line, or as a table with a `[header]`.")]
    [InlineData("a = { b = 1, }", "1:12-1:13", "a comma before `}`, which only TOML 1.1 allows", "Remove the comma.")]
    public void About_arrays_and_inline_tables(string text, string span, string message, string hint) =>
        AssertError(text, span, message, hint);

    [Theory]
    [InlineData("a = 1\rb = 2", "1:6-1:7", "a carriage return without a line feed", "End lines with LF or with CR LF.")]
    [InlineData("# \u0007", "1:3-1:4", "the control character U+0007", "Remove it; a string in double quotes can hold it as `\\u0007`.")]
    [InlineData("a\0 = 1", "1:2-1:3", "the control character U+0000", "Remove it; if the file is UTF-16, save it as UTF-8.")]
    [InlineData("a = x\u202Ey", "1:5-1:8", "the value `xU+202Ey` needs quotes", "If it is text, put all of it in quotes.")]
    [InlineData("a\uFEFF = 1", "1:2-1:3", "expected `=` after the key `a`, found `U+FEFF`", PairHint)]
    public void About_characters(string text, string span, string message, string hint) => AssertError(text, span, message, hint);

    [Theory]
    [InlineData(new byte[] { (byte)'#', 0xC3, 0xA9, (byte)'\n', (byte)'#', 0xC3, 0xA9, 0xC3, (byte)'x' }, "2:3-2:4", "the byte 0xC3 is not valid UTF-8 here")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "1:1-1:2", "the document is UTF-16")]
    public void About_encodings(byte[] utf8, string span, string message)
    {
        var error = Documents.Parse(utf8).Error!;

        Assert.Equal((span, message, "Save the file as UTF-8."), (Show(error.Span), error.Message, error.Hint));
    }

    [Fact]
    public void A_long_word_is_shown_short() =>
        Assert.Equal($"the value `{new string('x', 40)}…` needs quotes", Documents.ErrorOf($"a = {new string('x', 1000)}").Message);

    private static void AssertError(string text, string span, string message, string hint)
    {
        var error = Documents.ErrorOf(text);

        Assert.Equal((span, message, hint), (Show(error.Span), error.Message, error.Hint));
    }

    private static string Show(TomlSpan span) => $"{span.Line}:{span.Column}-{span.EndLine}:{span.EndColumn}";
}
