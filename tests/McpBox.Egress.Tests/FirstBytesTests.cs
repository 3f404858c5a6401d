using System.Net.Security;
using System.Text;
using McpBox.Egress.Inspection;

namespace McpBox.Egress.Tests;

/// <summary>What a client's first bytes say about where it thinks it goes.</summary>
public sealed class FirstBytesTests
{
    [Fact]
    public async Task A_real_hello_names_its_server_however_it_is_cut()
    {
        var hello = await HelloAsync("api.example.com");
        Assert.Equal(new FirstBytes(FirstKind.Tls, "api.example.com"), FirstBytes.Read(hello));
        for (var length = 0; length < hello.Length; length++)
            Assert.Equal(FirstKind.Unfinished, FirstBytes.Read(hello.AsSpan(0, length)).Kind);
        foreach (var size in new[] { 1, 3, 7, 100 })
            Assert.Equal("api.example.com", FirstBytes.Read(InRecords(hello, size)).Name);
    }

    [Fact]
    public async Task A_hello_without_a_name_says_so() => Assert.Equal(new FirstBytes(FirstKind.Tls), FirstBytes.Read(await HelloAsync("")));

    [Fact]
    public async Task A_hello_that_hides_its_server_says_so() => Assert.True(FirstBytes.Read(WithExtension(await HelloAsync("a.example"), 0xFE0D, [0])).IsHidden);

    [Fact]
    public async Task A_hello_with_two_names_is_broken() =>
        Assert.Equal(FirstKind.Broken, FirstBytes.Read(WithExtension(await HelloAsync("a.example"), 0, [0, 7, 0, 0, 4, .. "evil"u8])).Kind);

    [Theory]
    [InlineData("\u0015\u0003\u0001\0\u0002\u0001\u0064")]
    [InlineData("\u0014\u0003\u0003\0\u0001\u0001")]
    [InlineData("\u0017\u0003")]
    [InlineData("\u0080\u0046\u0001\u0003\u0001")]
    public async Task A_hello_behind_another_record_or_in_the_form_of_ssl_2_is_broken(string before) =>
        Assert.Equal(FirstKind.Broken, FirstBytes.Read([.. Encoding.Latin1.GetBytes(before), .. await HelloAsync("evil.example")]).Kind);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "a.example")]
    [InlineData("POST /x HTTP/1.1\r\nA: b\r\nhOsT:\ta.example:8080 \r\n\r\nbody", "a.example")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n", "a.example")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", null)]
    [InlineData("PROPFIND / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "evil.example")]
    [InlineData("anything / http/1.1\r\nHost: evil.example\r\n\r\n", "evil.example")]
    [InlineData("\r\n\n\rGET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "evil.example")]
    public void A_request_names_its_host(string text, string? name) => Assert.Equal(new FirstBytes(FirstKind.Http, name), Read(text));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT evil.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: a.example\n\n")]
    [InlineData("GET / HTTP/1.1\r\nX: \nHost: evil.example\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : evil.example\r\n\r\nX")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\nHost : evil.example\r\n\r\n")]
    [InlineData("GET\thttp://evil.example/ /x HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void A_request_that_two_could_read_differently_is_broken(string text) =>
        Assert.True(Read(text) is { Kind: FirstKind.Broken } or { Kind: FirstKind.Http, Name: null });

    [Theory]
    [InlineData("\0\0\0\u0008")]
    [InlineData("SSH-2.0-x\r\n")]
    [InlineData("GETX\r\n")]
    [InlineData("*1\r\n$4\r\nPING\r\n")]
    [InlineData("0032git-upload-pack /x.git\0host=a.example\0")]
    [InlineData("\n\u0008\u0001")]
    [InlineData("\u0015\u0004")]
    [InlineData("\u0080\u0002\u0002")]
    public void Other_protocols_are_left_alone(string text) => Assert.Equal(FirstKind.Other, Read(text).Kind);

    [Theory]
    [InlineData("GE")]
    [InlineData("GETX")]
    [InlineData("\r\n")]
    [InlineData("PROPFIND / HT")]
    [InlineData("\u0015")]
    [InlineData("\u0080")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.ex")]
    public void What_could_become_a_request_waits(string text) => Assert.Equal(FirstKind.Unfinished, Read(text).Kind);

    private static FirstBytes Read(string text) => FirstBytes.Read(Encoding.Latin1.GetBytes(text));

    /// <summary>The first flight of this runtime's own TLS.</summary>
    internal static async Task<byte[]> HelloAsync(string name)
    {
        using var wire = new Wire();
        await using var tls = new SslStream(wire);
        await Assert.ThrowsAnyAsync<IOException>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name }));
        return wire.Written.ToArray();
    }

    private static byte[] InRecords(byte[] hello, int size) =>
        [.. hello.Skip(5).Chunk(size).SelectMany(piece => (byte[])[22, 3, 1, (byte)(piece.Length >> 8), (byte)piece.Length, .. piece])];

    internal static byte[] WithExtension(byte[] hello, int type, byte[] value)
    {
        // record 5, message 4, version 2, random 32, session id, suites, compression, then the extensions' length.
        var at = 43;
        at += 1 + hello[at];
        at += 2 + (hello[at] << 8 | hello[at + 1]);
        at += 1 + hello[at];
        byte[] more = [(byte)(type >> 8), (byte)type, (byte)(value.Length >> 8), (byte)value.Length, .. value];
        byte[] made = [.. hello, .. more];
        Grow(made, 3, more.Length);
        Grow(made, 7, more.Length);
        Grow(made, at, more.Length);
        return made;
    }

    private static void Grow(byte[] bytes, int at, int by)
    {
        var length = (bytes[at] << 8 | bytes[at + 1]) + by;
        (bytes[at], bytes[at + 1]) = ((byte)(length >> 8), (byte)length);
    }

    /// <summary>Keeps what is written, and ends where something should be read.</summary>
    private sealed class Wire : MemoryStream
    {
        public MemoryStream Written { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
