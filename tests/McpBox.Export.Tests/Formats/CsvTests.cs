using System.Text;

namespace McpBox.Export.Tests.Formats;

public sealed class CsvTests
{
    [Fact]
    public void A_file_is_a_header_and_one_row_a_call() => Assert.Equal(
        "session,seq,time,server,profile,client,client_version,user,host,direction,request_id,method,tool,outcome,verdict,rule,error_code,error_message,latency_us,request_bytes,response_bytes,arguments_sha256,result_sha256,connections,refusals,reached,refused\r\n"
        + $"a1b2c3d4,3,2026-11-20T09:00:00.123456Z,files,strict,claude-code,2.1.0,ada,desk,c2s,2,tools/call,read_file,ok,forward,,,,1250,91,36,{new string('a', 64)},{new string('b', 64)},,,,\r\n"
        + $"a1b2c3d4,9,2026-11-20T09:00:00.123456Z,files,strict,claude-code,2.1.0,ada,desk,c2s,2,tools/call,read_file,error,forward,,-32602,no such file,1250,91,36,{new string('a', 64)},,,,,\r\n",
        Written.As(ExportFormat.Csv, Calls.Read(), Calls.Failed()));

    [Fact]
    public void Nothing_to_export_is_a_header_alone() => Assert.Single(Written.As(ExportFormat.Csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [MemberData(nameof(Calls.HostileNames), MemberType = typeof(Calls))]
    public void A_hostile_name_makes_one_row_on_one_line_and_no_formula(string name)
    {
        var text = Written.As(ExportFormat.Csv, Calls.Hostile(name), Calls.Read(12));
        var lines = text.Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.DoesNotContain(lines, static line => line.Any(char.IsControl));
        var rows = Rows(text);
        Assert.All(rows, static row => Assert.Equal(27, row.Count));
        var cell = rows[1][12];
        Assert.False(cell.TrimStart() is ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝', ..], cell);
        Assert.Equal(ExportText.OneLine(name), cell.StartsWith('\'') ? cell[1..] : cell);
        Assert.Equal("12", rows[2][1]);
    }

    [Fact]
    public void What_was_reached_and_refused_is_counted_and_listed_in_names_that_cannot_pass_for_others()
    {
        var row = Rows(Written.As(ExportFormat.Csv, Calls.Reached("evil example:443/MB7101")))[1];
        Assert.Equal(["1", "5", "api.example.com:443", "evil%20example%3A443%2FMB7101/MB7101"], row[23..]);
        Assert.StartsWith("'-", Rows(Written.As(ExportFormat.Csv, Calls.Reached("-1+1")))[1][26], StringComparison.Ordinal);
    }

    /// <summary>RFC 4180, section 2.</summary>
    private static List<List<string>> Rows(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (quoted || text[i] is not (',' or '\r' or '\n'))
                cell.Append(text[i]);
            else if (text[i] != '\r')
                End(rows, cell, isRow: text[i] == '\n');
        }

        Assert.False(quoted);
        rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private static void End(List<List<string>> rows, StringBuilder cell, bool isRow)
    {
        rows[^1].Add(cell.ToString());
        cell.Clear();
        if (isRow)
            rows.Add([]);
    }
}
