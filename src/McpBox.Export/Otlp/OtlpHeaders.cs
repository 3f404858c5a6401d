using System.Collections.Immutable;

namespace McpBox.Export.Otlp;

/// <summary>Headers for a receiver, as OTEL_EXPORTER_OTLP_HEADERS has them: keys to it, as a rule. They do not print themselves.</summary>
public sealed class OtlpHeaders
{
    private const string Variable = "OTEL_EXPORTER_OTLP_HEADERS";

    private static readonly string[] Ours = ["host", "content-type", "content-encoding", "content-length", "transfer-encoding", "connection"];

    private OtlpHeaders(ImmutableArray<(string Name, string Value)> all) => All = all;

    public static OtlpHeaders None { get; } = new([]);

    internal ImmutableArray<(string Name, string Value)> All { get; }

    /// <summary>Reads <c>name=value,name=value</c>; values may be percent-encoded (W3C Baggage, as the OTLP exporter's specification has it).</summary>
    /// <exception cref="ExportException">MB4608: it is not written so. What stands there is not quoted.</exception>
    public static OtlpHeaders FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var pairs = (variable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return pairs.Length == 0 ? None : new OtlpHeaders([.. pairs.Select(Pair)]);
    }

    public override string ToString() => "***";

    private static (string Name, string Value) Pair(string pair, int index)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? "" : pair[..at].Trim();
        var value = at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..].Trim());
        if (name.Length == 0 || !name.All(IsToken) || Ours.Contains(name, StringComparer.OrdinalIgnoreCase) || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ExportException("MB4608", $"entry {index + 1} of {Variable} is no header that can be sent", "write name=value,name=value with values percent-encoded; headers of HTTP itself cannot be set");
        return (name, value);
    }

    // RFC 9110, section 5.6.2.
    private static bool IsToken(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
