using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Export.Otlp;

/// <summary>
/// A call's trace and span: the client's trace where it named one, else a trace of the call's own. Made from the session and the request's
/// number alone, so that a second export names the same ones and a receiver can tell.
/// </summary>
/// <param name="TraceId">32 lower-case hexadecimal digits.</param>
/// <param name="SpanId">16 lower-case hexadecimal digits.</param>
internal readonly record struct TraceIdentity(string TraceId, string SpanId)
{
    public static TraceIdentity Of(ExportedCall call)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"mcpbox span\n{call.Session}\n{call.Sequence}\n{call.RequestId}")), hash);
        return new TraceIdentity(call.Parent?.TraceId ?? Convert.ToHexStringLower(hash[..16]), Convert.ToHexStringLower(hash[16..24]));
    }
}
