namespace McpBox.Export.Otlp;

/// <summary>A W3C trace context (https://www.w3.org/TR/trace-context/) as the client put it into a request's <c>_meta</c> (MCP's SEP-414).</summary>
/// <param name="TraceId">32 lower-case hexadecimal digits, not all zero.</param>
/// <param name="SpanId">16, likewise.</param>
/// <param name="Flags">The trace flags.</param>
/// <param name="State">The <c>tracestate</c>, or null.</param>
public sealed record TraceParent(string TraceId, string SpanId, byte Flags, string? State)
{
    internal const int Longest = 256;
    internal const int LongestState = 512;

    private const int Length = 55;

    /// <summary>Null for whatever is not exactly as the standard has it: a wrong parent is worse than none.</summary>
    public static TraceParent? TryParse(string? parent, string? state)
    {
        if (parent is null || parent.Length < Length || parent[2] != '-' || parent[35] != '-' || parent[52] != '-')
            return null;
        var (version, trace, span, flags) = (parent[..2], parent[3..35], parent[36..52], parent[53..55]);
        if (!IsHex(version) || !IsHex(trace) || !IsHex(span) || !IsHex(flags) || version == "ff")
            return null;

        // Version 00 ends here; a later one may go on after a dash (section 4.3).
        if (parent.Length > Length && (version == "00" || parent[Length] != '-'))
            return null;
        if (trace.AsSpan().TrimStart('0').IsEmpty || span.AsSpan().TrimStart('0').IsEmpty)
            return null;
        var kept = state is { Length: > 0 } && !state.AsSpan().ContainsAnyExceptInRange(' ', '~') ? state : null;
        return new TraceParent(trace, span, Convert.FromHexString(flags)[0], kept);
    }

    private static bool IsHex(string text) => text.All(static character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
