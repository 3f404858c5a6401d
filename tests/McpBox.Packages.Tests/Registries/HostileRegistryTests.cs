using System.IO.Compression;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

/// <summary>Each misbehaviour of a registry is refused by its own name.</summary>
public sealed class HostileRegistryTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    private readonly LoopbackAuthority _authority = new();
    private readonly LoopbackRegistry _registry;

    public HostileRegistryTests() => _registry = new LoopbackRegistry(_authority.Issue("127.0.0.1"));

    [Fact]
    public void A_length_over_the_limit_is_refused_before_its_body_comes()
    {
        _registry.MapRaw("/a", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, $"{Ok}Content-Length: 1048577\r\n\r\n");
            _registry.Closing.WaitHandle.WaitOne();
        });

        AssertRefused("MB6317", "1 MiB");
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("10, 20")]
    [InlineData("10\r\nContent-Length: 20")]
    [InlineData("10\r\nTransfer-Encoding: chunked")]
    [InlineData("0x10")]
    public void A_length_that_is_not_one_number_is_refused(string length)
    {
        _registry.MapRaw("/a", (_, stream) => LoopbackRegistry.Write(stream, $"{Ok}Content-Length: {length}\r\n\r\n0123456789"));

        AssertRefused("MB6319");
    }

    [Fact]
    public void A_body_without_end_is_refused_at_the_limit()
    {
        _registry.MapRaw("/a", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, $"{Ok}Transfer-Encoding: chunked\r\n\r\n");
            while (true)
                LoopbackRegistry.Write(stream, $"10000\r\n{new string('x', 0x10000)}\r\n");
        });

        AssertRefused("MB6317", "1 MiB");
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nfew")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n10\r\nfew")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nfew\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnonsense\r\n")]
    [InlineData("\r\nwho knows whether this is all")]
    [InlineData("Content-Length: 5")]
    public void A_truncated_answer_is_refused(string rest)
    {
        _registry.MapRaw("/a", (_, stream) => LoopbackRegistry.Write(stream, Ok + rest));

        AssertRefused("MB6319");
    }

    [Fact]
    public void A_head_without_end_is_refused()
    {
        _registry.MapRaw("/a", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, Ok);
            while (true)
                LoopbackRegistry.Write(stream, $"X: {new string('x', 1000)}\r\n");
        });

        AssertRefused("MB6319", "head");
    }

    [Fact]
    public void Something_else_than_HTTP_is_refused()
    {
        _registry.MapRaw("/a", (_, stream) => LoopbackRegistry.Write(stream, "SSH-2.0-OpenSSH\r\n\r\n"));

        AssertRefused("MB6319");
    }

    [Fact]
    public void A_bomb_in_gzip_is_refused_at_the_limit()
    {
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(new byte[64 << 20]);
        _registry.Map("/a", _ => new LoopbackReply(200, bomb.ToArray(), "text/plain", ("Content-Encoding", "gzip")));

        AssertRefused("MB6317", "1 MiB");
    }

    [Fact]
    public void What_only_claims_to_be_gzip_is_refused()
    {
        _registry.Map("/a", _ => new LoopbackReply(200, [.. "plain text"u8], "text/plain", ("Content-Encoding", "gzip")));

        AssertRefused("MB6319", "gzip");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, br")]
    public void An_encoding_that_nobody_asked_for_is_refused(string encoding)
    {
        _registry.Map("/a", _ => new LoopbackReply(200, [1], "text/plain", ("Content-Encoding", encoding)));

        AssertRefused("MB6322");
    }

    [Fact]
    public void Silence_after_a_few_bytes_is_refused()
    {
        _registry.MapRaw("/a", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, $"{Ok}Content-Length: 10\r\n\r\nfew");
            _registry.Closing.WaitHandle.WaitOne();
        });

        AssertRefused("MB6318", limits: new GatewayLimits { Silence = TimeSpan.FromMilliseconds(50) });
    }

    [Fact]
    public void Silence_instead_of_an_answer_is_refused()
    {
        _registry.MapRaw("/a", (_, _) => _registry.Closing.WaitHandle.WaitOne());

        AssertRefused("MB6318", limits: new GatewayLimits { Whole = TimeSpan.FromMilliseconds(300) });
    }

    [Fact]
    public void A_body_that_drips_is_refused_when_all_time_is_over()
    {
        _registry.MapRaw("/a", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, $"{Ok}Content-Length: 1000000\r\n\r\n");
            while (!_registry.Closing.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5)))
                LoopbackRegistry.Write(stream, "x");
        });

        AssertRefused("MB6318", limits: new GatewayLimits { Whole = TimeSpan.FromMilliseconds(400) });
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(418)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void Another_status_than_success_is_refused_by_its_number(int status)
    {
        _registry.Map("/a", _ => LoopbackReply.Of(status));

        AssertRefused("MB6314", $"answered with {status}");
    }

    [Fact]
    public void A_media_type_with_a_line_end_or_none_is_unknown()
    {
        _registry.MapRaw("/a", (_, stream) => LoopbackRegistry.Write(stream, "HTTP/1.1 200 OK\r\nContent-Type: a\u00e4/b c\r\n X: y\r\nContent-Length: 1\r\n\r\nx"));
        using var client = Client(new GatewayLimits());

        using var file = client.Download("a", new RegistryExpectation(), default);

        Assert.Equal("application/octet-stream", file.MediaType);
    }

    [Fact]
    public void Nothing_is_kept_of_what_was_refused()
    {
        _registry.MapRaw("/a", (_, stream) => LoopbackRegistry.Write(stream, $"{Ok}Content-Length: 1000000\r\n\r\n{new string('x', 900_000)}"));
        AssertRefused("MB6319");

        Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath(), "mcpbox-*"), path => Path.GetFileName(path).Length == "mcpbox-".Length + 32);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _authority.Dispose();
    }

    private void AssertRefused(string code, string said = "", GatewayLimits? limits = null)
    {
        using var client = Client(limits ?? new GatewayLimits());
        var refusal = Assert.Throws<PackageException>(() => client.Download("a", new RegistryExpectation(1 << 20), default)).Refusal;
        Assert.Equal(code, refusal.Code);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{_registry.Address}/a", refusal.Message, StringComparison.Ordinal);
    }

    private RegistryClient Client(GatewayLimits limits) => new(
        new RegistryConnection
        {
            Origin = RegistryOrigin.Parse(_registry.Address, "registry"),
            Authorities = RegistryAuthorities.FromPem(_authority.Pem, "ca"),
        },
        limits);
}
