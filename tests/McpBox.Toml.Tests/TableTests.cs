namespace McpBox.Toml.Tests;

/// <summary>Every cell of the table at <c>TableOrigin</c>: what may be done to <c>t</c> after it came to be in one of six ways.</summary>
public sealed class TableTests
{
    private const string Implied = "[s.t.x]\n";
    private const string Dotted = "[s]\nt.x = 1\n";
    private const string Header = "[s.t]\n";
    private const string Array = "[[s.t]]\n";
    private const string Static = "[s]\nt = [{}]\n";
    private const string Inline = "[s]\nt = {}\n";

    private const string DefineTable = "[s.t]";
    private const string DefineBelow = "[s.t.sub]";
    private const string AppendElement = "[[s.t]]";
    private const string AppendBelow = "[[s.t.sub]]";
    private const string AssignDotted = "t.key = 1";

    [Theory]
    [InlineData("[s]\n", DefineTable)]
    [InlineData("[s]\n", DefineBelow)]
    [InlineData("[s]\n", AppendElement)]
    [InlineData("[s]\n", AssignDotted)]
    [InlineData(Implied, DefineTable)]
    [InlineData(Implied, DefineBelow)]
    [InlineData(Implied, AppendBelow)]
    [InlineData(Implied + "[s]\n", AssignDotted)]
    [InlineData(Dotted, DefineBelow)]
    [InlineData(Dotted, AppendBelow)]
    [InlineData(Dotted, AssignDotted)]
    [InlineData(Header, DefineBelow)]
    [InlineData(Header, AppendBelow)]
    [InlineData(Array, DefineBelow)]
    [InlineData(Array, AppendElement)]
    [InlineData(Array, AppendBelow)]
    public void A_table_grows_in_the_ways_its_origin_allows(string before, string then) => Documents.Read(before + then);

    [Theory]
    [InlineData(Implied, AppendElement)]
    [InlineData(Implied + "[s]\nt.key = 2\n", DefineTable)]
    [InlineData(Dotted, DefineTable)]
    [InlineData(Dotted, AppendElement)]
    [InlineData(Header, DefineTable)]
    [InlineData(Header, AppendElement)]
    [InlineData(Header + "[s]\n", AssignDotted)]
    [InlineData(Array, DefineTable)]
    [InlineData(Array + "[s]\n", AssignDotted)]
    [InlineData(Static, DefineTable)]
    [InlineData(Static, DefineBelow)]
    [InlineData(Static, AppendElement)]
    [InlineData(Static, AppendBelow)]
    [InlineData(Static, AssignDotted)]
    [InlineData(Inline, DefineTable)]
    [InlineData(Inline, DefineBelow)]
    [InlineData(Inline, AppendElement)]
    [InlineData(Inline, AppendBelow)]
    [InlineData(Inline, AssignDotted)]
    public void A_table_grows_in_no_other_way(string before, string then) =>
        Assert.Contains("is defined already, on line", Documents.ErrorOf(before + then).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_below_an_array_of_tables_goes_to_its_last_element()
    {
        var array = (TomlArray)Documents.Read("[[a]]\n[[a]]\n[a.b]\nc = 1").Find("a")!.Value;

        Assert.Empty(((TomlTable)array.Items[0]).Entries);
        Assert.NotNull(((TomlTable)array.Items[1]).Find("b"));
    }

    [Fact]
    public void The_same_keys_may_stand_in_each_element()
    {
        var array = (TomlArray)Documents.Read("[[a]]\n[a.b]\n[[a]]\n[a.b]").Find("a")!.Value;

        Assert.All(array.Items, item => Assert.NotNull(((TomlTable)item).Find("b")));
    }
}
