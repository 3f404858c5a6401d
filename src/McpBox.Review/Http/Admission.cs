using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Review.Http;

/// <summary>
/// Who is let in. The printed address carries a token that is good for one use; it is exchanged for a cookie, and for a key that only the page's own
/// origin can hold. Cookies know no ports: a browser shows ours to whatever else listens on 127.0.0.1. So no data is given out without the key.
/// </summary>
internal sealed class Admission(int port)
{
    /// <summary>Carries the key. A page of another origin cannot set it without a preflight, and a preflight is refused.</summary>
    public const string KeyHeader = "X-Mcpbox-Key";

    private readonly string _cookieName = string.Create(CultureInfo.InvariantCulture, $"mcpbox_{port}");
    private readonly string _cookie = Secret();
    private int _spent;

    /// <summary>256 random bits in base64url, as <see cref="Key"/>.</summary>
    public string Token { get; } = Secret();

    public string Key { get; } = Secret();

    public string SetCookie => $"Set-Cookie: {_cookieName}={_cookie}; HttpOnly; SameSite=Strict; Path=/\r\n";

    /// <summary>Null when the request may come from our own page or from the address bar, by what a browser says of itself; else the refusal.</summary>
    public HttpReply? RefusalOfOrigin(HttpRequest request)
    {
        // A foreign name that was pointed at 127.0.0.1 (DNS rebinding) keeps its name in Host.
        var host = request.Header("Host");
        if (host != Authority("127.0.0.1") && host != Authority("localhost"))
            return HttpReply.Text(421, "this is a local page under another name");
        if (request.Header("Origin") is { } origin && origin != $"http://{host}")
            return HttpReply.Text(403, "refused: another page asked for this");
        var site = request.Header("Sec-Fetch-Site");
        if (site is null or "same-origin" || (site == "none" && request.Path == "/"))
            return null;
        return HttpReply.Text(403, "refused: another page asked for this; copy the address that mcpbox printed into the address bar");
    }

    /// <summary>Whether this is the token, for the first time. From then on it opens nothing.</summary>
    public bool TrySpend(string token) => Same(token, Token) && Interlocked.Exchange(ref _spent, 1) == 0;

    public bool HasCookie(HttpRequest request)
    {
        foreach (var pair in (request.Header("Cookie") ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (pair.StartsWith($"{_cookieName}=", StringComparison.Ordinal))
                return Same(pair[(_cookieName.Length + 1)..], _cookie);
        }

        return false;
    }

    public bool HasKey(HttpRequest request) => Same(request.Header(KeyHeader) ?? "", Key);

    private static bool Same(string given, string secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private string Authority(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
}
