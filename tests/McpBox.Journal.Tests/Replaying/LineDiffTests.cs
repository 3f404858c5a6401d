using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Replaying;

public sealed class LineDiffTests
{
    [Fact]
    public void Both_texts_can_be_read_out_of_it_and_nothing_is_said_to_be_kept_that_was_not()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var (before, after) = (Text(random), Text(random));
            var lines = LineDiff.Of(before, after);
            Assert.Equal(before, lines.Where(line => line.Fate != LineFate.Added).Select(line => line.Text));
            Assert.Equal(after, lines.Where(line => line.Fate != LineFate.Removed).Select(line => line.Text));
        }
    }

    [Fact]
    public void It_is_the_shortest()
    {
        // The example of the paper: ABCABBA to CBABAC takes five edits.
        var lines = LineDiff.Of(["A", "B", "C", "A", "B", "B", "A"], ["C", "B", "A", "B", "A", "C"]);
        Assert.Equal(5, lines.Count(line => line.Fate != LineFate.Kept));
    }

    [Fact]
    public void Texts_that_have_nothing_in_common_cost_no_more_than_a_look()
    {
        var before = Enumerable.Range(0, 100_000).Select(number => $"a{number}").ToArray();
        var after = Enumerable.Range(0, 100_000).Select(number => $"b{number}").ToArray();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var lines = LineDiff.Of(before, after);
        Assert.Equal(200_000, lines.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 64 << 20);
    }

    [Fact]
    public void The_unified_form_is_that_of_diff()
    {
        var before = Enumerable.Range(1, 20).Select(number => $"line {number}").ToArray();
        string[] after = [.. before[..4], "new", .. before[4..15], .. before[16..]];
        Assert.Equal(
            [
                "@@ -2,6 +2,7 @@", " line 2", " line 3", " line 4", "+new", " line 5", " line 6", " line 7",
                "@@ -13,7 +14,6 @@", " line 13", " line 14", " line 15", "-line 16", " line 17", " line 18", " line 19",
            ],
            UnifiedDiff.Of(before, after));
        Assert.Empty(UnifiedDiff.Of(before, before));
        Assert.Equal(["@@ -0,0 +1,1 @@", "+a"], UnifiedDiff.Of([], ["a"]));
    }

    [Fact]
    public void Of_long_lines_the_place_where_they_differ_is_shown()
    {
        var same = new string('x', 10_000);
        var lines = UnifiedDiff.Of([same + "one" + same], [same + "two" + same]).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Contains("one", lines[1], StringComparison.Ordinal);
        Assert.Contains("two", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 300));
    }

    private static string[] Text(Random random) => [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => ((char)('a' + random.Next(0, 4))).ToString())];
}
