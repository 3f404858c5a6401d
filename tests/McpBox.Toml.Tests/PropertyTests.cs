using FsCheck;
using FsCheck.Fluent;

namespace McpBox.Toml.Tests;

/// <summary>Holds for any input; a failure prints the input and the seed that repeats it.</summary>
public sealed class PropertyTests
{
    // The nightly run asks for more than a push waits for.
    private static readonly int Inputs =
        int.TryParse(Environment.GetEnvironmentVariable("MCPBOX_PROPERTY_INPUTS"), out var asked) ? asked
        : Environment.GetEnvironmentVariable("CI") == "true" ? 100_000
        : 5_000;

    [Fact]
    public void Random_bytes_are_a_document_or_an_error_inside_it() => AssertFor(ArbMap.Default.GeneratorFor<byte[]>(), AssertReadsOrFails);

    [Fact]
    public void Pieces_of_toml_in_any_order_are_a_document_or_an_error_inside_it() => AssertFor(Mutation.OfPieces, AssertReadsOrFails);

    [Fact]
    public void A_damaged_document_is_a_document_or_an_error_inside_it() => AssertFor(Mutation.OfFile, AssertReadsOrFails);

    [Fact]
    public void A_document_reads_back_equal_however_it_is_written() => AssertFor(DocumentGenerator.StyledDocument, styled =>
    {
        var text = TomlPrinter.Print(styled.Document, styled.Style);

        AssertSame(styled.Document, Documents.Read(text), text);
    });

    private static void AssertFor<T>(Gen<T> generator, Action<T> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Inputs), Prop.ForAll(Arb.From(generator), property));

    private static void AssertReadsOrFails(byte[] utf8)
    {
        var (document, error) = Documents.Parse(utf8);

        Assert.True(document is null != error is null);
    }

    private static void AssertSame(TomlValue expected, TomlValue actual, string text)
    {
        switch (expected, actual)
        {
            case (TomlTable left, TomlTable right):
                Assert.True(left.Entries.Count == right.Entries.Count, text);
                foreach (var entry in left.Entries)
                    AssertSame(entry.Value, Assert.IsType<TomlEntry>(right.Find(entry.Key)).Value, text);
                break;
            case (TomlArray left, TomlArray right):
                Assert.True(left.Items.Count == right.Items.Count, text);
                for (var i = 0; i < left.Items.Count; i++)
                    AssertSame(left.Items[i], right.Items[i], text);
                break;
            case (TomlFloat left, TomlFloat right):
                Assert.True(left.Value.Equals(right.Value) && (double.IsNaN(left.Value) || SignOf(left) == SignOf(right)), text);
                break;
            default:
                Assert.True(expected == actual with { Span = expected.Span }, $"{expected} was read as {actual} from:\n{text}");
                break;
        }
    }

    /// <summary>Tells -0.0 from 0.0, which are equal as numbers.</summary>
    private static bool SignOf(TomlFloat value) => double.IsNegative(value.Value);
}
