using System.Text;
using FsCheck;
using FsCheck.Fluent;
using McpBox.Packages.Storing.Trees;

namespace McpBox.Packages.Tests.Storing;

public sealed class PathTextTests
{
    [Fact]
    public void Any_bytes_are_one_word_that_reads_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), path =>
        {
            var text = PathText.Escape(path);
            var read = new byte[path.Length];

            Assert.All(text, c => Assert.InRange(c, '!', '~'));
            Assert.Equal(path.Length, PathText.Unescape(Encoding.ASCII.GetBytes(text), read));
            Assert.Equal(path, read);
        }));

    [Theory]
    [InlineData("a b")]
    [InlineData(@"\x4")]
    [InlineData(@"\x41")]
    [InlineData(@"\n")]
    [InlineData(@"\")]
    [InlineData("toolongforthebuffer")]
    public void What_is_never_written_is_not_read(string text) => Assert.Equal(-1, PathText.Unescape(Encoding.ASCII.GetBytes(text), new byte[8]));
}
