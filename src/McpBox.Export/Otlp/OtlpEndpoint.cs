using System.Net;
using McpBox.Export.Connecting;

namespace McpBox.Export.Otlp;

/// <summary>A receiver of OTLP over HTTP.</summary>
/// <param name="Address">Its base: <c>v1/traces</c> and <c>v1/logs</c> lie below.</param>
/// <param name="Headers">Sent with each request.</param>
/// <param name="Timeout">For one request, its answer included.</param>
public sealed record OtlpEndpoint(Uri Address, OtlpHeaders Headers, ServerTrust Trust, bool Compress, TimeSpan Timeout)
{
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks what was typed.</summary>
    /// <exception cref="ExportException">MB4602: no address of a receiver. MB4609: keys would travel in the clear.</exception>
    public static OtlpEndpoint Of(string address, OtlpHeaders headers, ServerTrust trust, bool compress)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new ExportException("MB4602", "this is no address of an OTLP receiver", "write http://HOST:4318 or https://HOST; keys go into OTEL_EXPORTER_OTLP_HEADERS, not into the address");
        if (uri.Scheme == "http" && headers.All.Length > 0 && !IsThisMachine(uri))
            throw new ExportException("MB4609", $"the headers of OTEL_EXPORTER_OTLP_HEADERS would travel to {uri.Host} in the clear", "use https, or a receiver on this machine, or unset the variable");
        return new OtlpEndpoint(uri, headers, trust, compress, DefaultTimeout);
    }

    internal Uri At(string path) => new(Address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path);

    private static bool IsThisMachine(Uri uri) => uri.IsLoopback && (uri.HostNameType == UriHostNameType.Dns || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)));
}
