using System.Text;
using FsCheck;
using FsCheck.Fluent;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Locking;

/// <summary>Holds for any packages; a failure prints them and the seed that repeats them.</summary>
public sealed class LockPropertyTests
{
    private static readonly int Inputs = Environment.GetEnvironmentVariable("CI") == "true" ? 50_000 : 2_000;

    private static readonly string[] Pieces =
    [
        "a", "B", "7", "-", " ", "\t", "\n", "\r\n", "\r", "\"", "'", "\"\"\"", "'''", "''", "\\", "\\u0041", "#", "=", "[", "]", "{", "}",
        "\0", "\u0001", "\u001F", "\u007F", "\u0085", "é", "日本", "🦀", "\uFEFF", "\u2028", "\uD7FF", "\uE000", "\U0010FFFF",
    ];

    private static readonly Gen<string> AnyScalar =
        Gen.OneOf(Gen.Choose(0, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF)).Select(value => new Rune(value).ToString());

    private static readonly Gen<string> Text =
        Gen.Frequency((8, Gen.Elements(Pieces)), (1, AnyScalar)).ArrayOf().Select(pieces => string.Concat(pieces));

    private static readonly Gen<string> Line = Text.Select(text => string.Concat(text.Where(c => !char.IsControl(c))) + "x");

    private static readonly Gen<string> Word = Line.Select(text => string.Concat(text.Where(c => c is not ('@' or '#'))));

    private static readonly Gen<LockedPackage> Package =
        from ecosystem in Gen.Elements(Enum.GetValues<Ecosystem>())
        from name in Gen.OneOf(Gen.Elements("a", "b", "@scope/c"), Word)
        from wanted in Gen.OneOf(Gen.Constant<string?>(null), Word.Select(string? (word) => word))
        from program in Gen.OneOf(Gen.Constant<string?>(null), Word.Select(string? (word) => word))
        from version in Line
        from toolchain in Gen.OneOf(Gen.Elements("host", "image"), Line)
        from scripts in Gen.Elements(true, false)
        from tree in Gen.Elements(null, new string('0', 64), new string('f', 64))
        from resolution in Text
        select new LockedPackage
        {
            Spec = new PackageSpec(ecosystem, name, wanted, program),
            Version = version,
            Toolchain = toolchain,
            Scripts = scripts,
            Tree = tree,
            Resolution = resolution,
        };

    [Fact]
    public void Whatever_is_locked_reads_back_byte_for_byte() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Inputs),
        Prop.ForAll(Arb.From(Gen.Choose(0, 4).SelectMany(count => Package.ArrayOf(count))), packages =>
        {
            var file = packages.Aggregate(LockFile.Empty, (file, package) => file.With(package));
            var text = file.ToText();
            var read = new LockReader("x").Read(Encoding.UTF8.GetBytes(text), LockDisk.MaxBytes);

            Assert.True(read.Problems.IsEmpty, text);
            Assert.Equal(file.Packages, read.File!.Packages);
            Assert.Equal(text, read.File.ToText());
        }));

    [Fact]
    public void A_damaged_file_is_read_or_refused_with_its_place() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Inputs),
        Prop.ForAll(
            Arb.From(from package in Package from place in Gen.Choose(0, 1 << 20) from piece in Gen.Elements(Pieces) select (package, place, piece)),
            damaged =>
            {
                var text = LockFile.Empty.With(damaged.package).ToText();
                text = text.Insert(damaged.place % text.Length, damaged.piece);
                var read = new LockReader("x").Read(Encoding.UTF8.GetBytes(text), LockDisk.MaxBytes);

                Assert.Equal(read.File is null, !read.Problems.IsEmpty);
                Assert.All(read.Problems, problem => Assert.Matches("^x:[0-9]+:[0-9]+: ", problem.Message));
            }));
}
