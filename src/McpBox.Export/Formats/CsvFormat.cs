using System.Globalization;
using System.Text;

namespace McpBox.Export.Formats;

/// <summary>
/// RFC 4180: a header, then one row a call, each on one line that ends with CR LF. A cell that a spreadsheet would take for a formula gets an
/// apostrophe in front (OWASP, "CSV Injection"), and so does one that begins with an apostrophe: without the first one, a cell is what it was.
/// </summary>
/// <param name="bodies">Adds the columns <c>request</c> and <c>response</c>.</param>
internal sealed class CsvFormat(Stream output, bool bodies) : ICallSink
{
    private const string Columns =
        "session,seq,time,server,profile,client,client_version,user,host,direction,request_id,method,tool,outcome,verdict,rule,error_code,error_message,"
        + "latency_us,request_bytes,response_bytes,arguments_sha256,result_sha256,connections,refusals,reached,refused";

    private readonly StreamWriter _rows = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
    private bool _begun;

    public long Rejected => 0;

    public string? Rejection => null;

    public void Add(ExportedCall call)
    {
        Begin();
        Text(call.Session, first: true);
        Number(call.Sequence);
        Text(ExportTime.Rfc3339(call.Start));
        Text(call.Server);
        Text(call.Profile);
        Text(call.Client);
        Text(call.ClientVersion);
        Text(call.User);
        Text(call.Host);
        Text(call.FromClient ? "c2s" : "s2c");
        Text(call.RequestId);
        Text(call.Method);
        Text(call.Tool);
        Text(OutcomeWord.Of(call));
        Text(call.Verdict);
        Text(call.Rule);
        Number(call.ErrorCode);
        Text(call.ErrorMessage);
        Number(Known(call.Latency));
        Number(Known(call.RequestBytes));
        Number(Known(call.ResponseBytes));
        Text(call.ArgumentsSha256);
        Text(call.ResultSha256);
        Number(call.Downstream?.ConnectionCount);
        Number(call.Downstream?.RefusalCount);
        Text(call.Downstream?.Reached);
        Text(call.Downstream?.Refused);
        if (bodies)
        {
            Text(call.Request);
            Text(call.Response);
        }

        _rows.WriteLine();
    }

    public void Flush() => _rows.Flush();

    public void Complete()
    {
        Begin();
        _rows.Flush();
    }

    public void Dispose() => _rows.Dispose();

    private void Begin()
    {
        if (_begun)
            return;
        _begun = true;
        _rows.WriteLine(bodies ? Columns + ",request,response" : Columns);
    }

    private static long? Known(long number) => number < 0 ? null : number;

    // A number is one that we parsed: its digits are no formula, though its sign looks like one.
    private void Number(long? number)
    {
        _rows.Write(',');
        if (number is { } known)
            _rows.Write(known.ToString(CultureInfo.InvariantCulture));
    }

    private void Text(string? text, bool first = false)
    {
        if (!first)
            _rows.Write(',');
        if (text is null)
            return;
        var cell = ExportText.OneLine(text);
        if (cell.Length > 0 && IsFormula(cell))
            cell = "'" + cell;
        if (cell.AsSpan().IndexOfAny(',', '"', '\'') >= 0 || cell.StartsWith(' ') || cell.EndsWith(' '))
            cell = $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        _rows.Write(cell);
    }

    // The full-width forms are formulas to some spreadsheets too; a blank in front is passed over by others.
    private static bool IsFormula(string cell) => cell.AsSpan().TrimStart() is [var first, ..] && first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\'';
}
