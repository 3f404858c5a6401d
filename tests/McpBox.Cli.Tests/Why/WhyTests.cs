using System.Text.Json;
using McpBox.Cli.Tests.Log;

namespace McpBox.Cli.Tests.Why;

public sealed class WhyTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Each_different_refusal_has_its_cause_and_the_line_that_lifts_it()
    {
        _bench.Reach("aa01", Refusal("api.other.example", "MB7101", calls: "[3]"), Refusal("API.other.example", "MB7101"), Refusal("db.example.com", "MB7103", 5432));
        var run = _bench.Why();
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal(
            """
            session aa01, server files: refused 3 times

            ⨯ api.other.example  MB7101  2 times, first in call id=3
              The name is not on the list; it was not asked elsewhere.
              If the server should reach it, add:
                [servers.files]
                network.allow = ["api.other.example:443"]  # the port is a guess: only the name was asked for

            ⨯ db.example.com:5432  MB7103  once
              The name is allowed, and leads to a private, loopback, link-local, metadata or otherwise special address.
              Recorded: because
              If that is meant, add:
                [servers.files]
                network.allow_private = ["db.example.com"]

            A list that is there already gets the entry added. The server chose these names: allow only hosts that you know.
            A session without an entry in config.toml (`mcpbox run -- …`) has its lists in its profile.

            """,
            run.Out);
    }

    [Theory]
    [InlineData("MB7101", "a.example", -1, "network.allow = [\"a.example:443\"]", true)]
    [InlineData("MB7102", "a.example", 8443, "network.allow = [\"a.example:8443\"]", false)]
    [InlineData("MB7103", "a.example", 443, "network.allow_private = [\"a.example\"]", false)]
    [InlineData("MB7104", "a.example", 443, null, false)]
    [InlineData("MB7105", "a.example", 443, null, false)]
    [InlineData("MB7106", "a.example", 443, null, false)]
    [InlineData("MB7107", "a.example", 443, null, false)]
    [InlineData("MB7108", "a.example", 443, null, false)]
    [InlineData("MB7109", "a.example", -1, null, false)]
    [InlineData("MB7777", "a.example", 443, null, false)]
    public void A_line_is_suggested_where_one_helps(string code, string host, int port, string? line, bool guess)
    {
        _bench.Reach("aa01", Refusal(host, code, port));
        using var json = JsonDocument.Parse(_bench.Why("aa01", "--json").Out);
        var root = json.RootElement;
        Assert.Equal(("files", host, code, 1), (root.GetProperty("server").GetString(), root.GetProperty("host").GetString(), root.GetProperty("code").GetString(), root.GetProperty("count").GetInt32()));
        Assert.NotEqual("", root.GetProperty("cause").GetString());
        Assert.Equal(line, root.TryGetProperty("line", out var found) ? found.GetString() : null);
        if (line is not null)
            Assert.Equal(("[servers.files]", guess), (root.GetProperty("table").GetString(), root.GetProperty("port_is_guess").GetBoolean()));
    }

    [Theory]
    [InlineData("127.1.0.9", "MB7102")]
    [InlineData("*.com", "MB7101")]
    [InlineData("*.example.com", "MB7101")]
    [InlineData("", "MB7101")]
    [InlineData("a b", "MB7101")]
    [InlineData("x\\\"]\\n[servers.evil]\\ncommand=\\\"sh", "MB7101")]
    [InlineData("a.example:443\\\", \\\"b.example", "MB7101")]
    [InlineData("\\u001b[2Jevil", "MB7101")]
    [InlineData("\\u202eevil.example", "MB7103")]
    [InlineData("ev\\u0456l.example", "MB7101")]
    [InlineData("-a.example", "MB7101")]
    public void A_name_that_is_none_is_shown_harmlessly_and_no_line_is_suggested_for_it(string host, string code)
    {
        _bench.Reach("aa01", Refusal(host, code));
        var run = _bench.Why();
        Assert.Equal(0, run.Exit);
        Assert.Contains(code, run.Out, StringComparison.Ordinal);
        Assert.Contains("It is not a host's name, so it cannot be allowed.", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("network.allow", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\n[servers", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out, static character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        Assert.DoesNotContain("\"line\"", _bench.Why("--json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_whose_name_is_none_is_not_repeated_as_a_table()
    {
        using (var journal = McpBox.Journal.JournalWriter.Create(_bench.Root, "files", "aa01", TimeProvider.System))
        {
            LogBench.Event(journal, "manifest", """{"server":"x]\n[servers.evil"}""");
            LogBench.Event(journal, "refuse", Refusal("a.example", "MB7101"));
        }

        Assert.Contains("    [servers.NAME]\n    network.allow", _bench.Why().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_in_which_nothing_was_refused_says_so()
    {
        _bench.Reach("aa01");
        Assert.Equal(new LogRun(0, "nothing was refused in session aa01\n", ""), _bench.Why());
        Assert.Equal(new LogRun(0, "", ""), _bench.Why("--json"));
        _bench.Record("bb02", minute: 5);
        Assert.Contains("nothing was reached either", _bench.Why("last").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_names_is_listed_up_to_a_thousand_and_the_rest_is_counted()
    {
        _bench.Reach("aa01", [.. Enumerable.Range(0, 1010).Select(static i => Refusal($"n{i}.example", "MB7101")), Refusal("n0.example", "MB7101")]);
        var run = _bench.Why();
        Assert.Contains("refused 1011 times", run.Out, StringComparison.Ordinal);
        Assert.Contains("⨯ n0.example  MB7101  2 times", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("n1000.example", run.Out, StringComparison.Ordinal);
        Assert.Contains("and 10 more refusals", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_is_not_there_is_refused() => Assert.StartsWith("error: MB4101 ", _bench.Why("zz").Error, StringComparison.Ordinal);

    /// <param name="host">As it stands in JSON.</param>
    private static string Refusal(string host, string code, int port = -1, string calls = "[]") =>
        $$"""{"host":"{{host}}",{{(port < 0 ? "" : $"\"port\":{port},")}}"code":"{{code}}","reason":"because","calls":{{calls}}}""";
}
