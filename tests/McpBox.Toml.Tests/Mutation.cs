using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace McpBox.Toml.Tests;

/// <summary>Generates damaged toml-test files: bytes replaced or deleted, pieces of TOML inserted, the tail of another file.</summary>
internal static class Mutation
{
    private static readonly byte[][] Files = [.. TomlTestSuite.Valid.Concat(TomlTestSuite.Invalid).Select(TomlTestSuite.Read)];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "\\", "\\u",
            "#", "\n", "\r", "\r\n", " ", "\t", "\0", "\uFEFF",
            "a", "a.b", "[a]\n", "[[a]]\n", "a = 1\n", "a.b = {}\n", "0x", "_", "-", "+", ":", "1979-05-27", "07:32:00",
            "T", "Z", "inf", "nan", "e", "true", "é", "🦀",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly Gen<Func<byte[], byte[]>> Any = Gen.OneOf(
        from place in Place
        from value in Gen.Choose(0, 255)
        select Replace(place, _ => 1, [(byte)value]),
        from place in Place
        from length in Gen.Choose(1, 16)
        select Replace(place, _ => length, []),
        from place in Place
        from piece in Gen.Elements(Pieces)
        select Replace(place, _ => 0, piece),
        from place in Place
        from other in Gen.Elements(Files)
        from start in Place
        select Replace(place, rest => rest, other.AsSpan((int)(start * other.Length)).ToArray()));

    /// <summary>A file of the suite with one to five mutations.</summary>
    public static Gen<byte[]> OfFile =>
        from file in Gen.Elements(Files)
        from count in Gen.Choose(1, 5)
        from mutations in Any.ArrayOf(count)
        select mutations.Aggregate(file, (bytes, mutate) => mutate(bytes));

    /// <summary>Pieces of TOML in any order, which go deeper into the grammar than random bytes.</summary>
    public static Gen<byte[]> OfPieces =>
        from start in Gen.Elements("", "a = ", "a = [", "a = { b = ", "[", "[[a]]\na.b = 1\n")
        from pieces in Gen.Elements(Pieces).ArrayOf()
        select (byte[])[.. Encoding.UTF8.GetBytes(start), .. pieces.SelectMany(piece => piece)];

    private static Gen<double> Place => Gen.Choose(0, 9999).Select(part => part / 10_000.0);

    private static Func<byte[], byte[]> Replace(double place, Func<int, int> length, byte[] by) => bytes =>
    {
        var start = (int)(place * bytes.Length);
        var end = Math.Min(bytes.Length, start + length(bytes.Length - start));
        return [.. bytes.AsSpan(0, start), .. by, .. bytes.AsSpan(end)];
    };
}
