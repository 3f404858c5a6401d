using System.Globalization;
using System.Text;
using McpBox.Browser.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Browser.Tests;

/// <summary>The page's rule of what may be shown is the terminal's.</summary>
public sealed class RuleTests(Chromium chromium) : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Every_character_is_judged_by_the_page_as_by_HarmlessRune()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        var shown = await page.Page.EvaluateAsync<int[]>("""
            () => {
              const shown = [];
              for (let code = 0; code < 0x110000; code++) {
                if (code >= 0xd800 && code < 0xe000) continue;
                const text = String.fromCodePoint(code);
                if (visible(text) === text) shown.push(code);
              }
              return shown;
            }
            """);
        var harmless = shown.ToHashSet();

        // Browser and runtime know different versions of Unicode; a character that one of them does not know yet is no difference in the rule.
        var unknown = await page.Page.EvaluateAsync<string>("[...Array(0x110000).keys()].filter((code) => (code < 0xd800 || code > 0xdfff) && /\\p{Cn}/u.test(String.fromCodePoint(code))).join()");
        var exempt = unknown.Split(',').Select(static code => int.Parse(code, CultureInfo.InvariantCulture)).ToHashSet();
        var runes = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(static code => new Rune(code));
        var different = runes.Where(rune => HarmlessRune.Is(rune) != harmless.Contains(rune.Value))
            .Where(rune => !exempt.Contains(rune.Value) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned)
            .Select(static rune => $"U+{rune.Value:X}");
        Assert.Empty(different);
        Assert.True(harmless.Count > 100_000);
        Assert.DoesNotContain(0x202E, harmless);
    }

    [Fact]
    public async Task A_lone_surrogate_is_shown_as_an_escape()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        Assert.Equal(@"a\u{D800}b\u{DC00}", await page.Page.EvaluateAsync<string>("visible('a\\ud800b\\udc00')"));
    }

    [Fact]
    public async Task A_number_a_name_that_comes_twice_and_the_order_stay_as_they_were_written()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        var lines = await page.Page.EvaluateAsync<string[]>("""prettyLines(parseJson('{"b":1e400,"a":-0.0,"b":[12345678901234567890,{}]}'))""");
        Assert.Equal(["{", "  \"b\": 1e400,", "  \"a\": -0.0,", "  \"b\": [", "    12345678901234567890,", "    {}", "  ]", "}"], lines);
    }

    [Fact]
    public async Task A_comparison_is_minimal_and_complete()
    {
        await using var page = await chromium.OpenAsync(_bench.Address());
        var rows = await page.Page.EvaluateAsync<string>("""
            () => {
              const random = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;
              for (let run = 1; run < 300; run++) {
                const next = random(run);
                const lines = () => Array.from({ length: Math.floor(next() * 12) }, () => String(Math.floor(next() * 4)));
                const [a, b] = [lines(), lines()];
                const rows = diffLines(a, b);
                const sides = [rows.map((row) => row.left).filter((line) => line !== null), rows.map((row) => row.right).filter((line) => line !== null)];
                if (sides[0].join() !== a.join() || sides[1].join() !== b.join() || rows.some((row) => row.same && row.left !== row.right)) return `${a} | ${b}`;
              }
              return diffLines(["a", "b", "c", "d"], ["a", "c", "d", "e"]).map((row) => `${row.left ?? "."}${row.right ?? "."}`).join(" ");
            }
            """);
        Assert.Equal("aa b. cc dd .e", rows);
    }
}
