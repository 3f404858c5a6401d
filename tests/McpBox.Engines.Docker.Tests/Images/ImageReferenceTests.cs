using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>References, by the tables of github.com/distribution/reference.</summary>
public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("debian", "docker.io/library/debian:latest")]
    [InlineData("debian:12", "docker.io/library/debian:12")]
    [InlineData("mcp/time", "docker.io/mcp/time:latest")]
    [InlineData("docker.io/debian", "docker.io/library/debian:latest")]
    [InlineData("index.docker.io/debian", "docker.io/library/debian:latest")]
    [InlineData("docker.io/library/debian", "docker.io/library/debian:latest")]
    [InlineData("localhost/a", "localhost/a:latest")]
    [InlineData("localhost:5000/a", "localhost:5000/a:latest")]
    [InlineData("127.0.0.1:5000/a/b/c:v1", "127.0.0.1:5000/a/b/c:v1")]
    [InlineData("[::1]:5000/a:v", "[::1]:5000/a:v")]
    [InlineData("[2001:db8::1]/a", "[2001:db8::1]/a:latest")]
    [InlineData("GHCR.io/owner/a", "GHCR.io/owner/a:latest")]
    [InlineData("Local/a", "Local/a:latest")]
    [InlineData("a_b/c__d/e---f.g", "docker.io/a_b/c__d/e---f.g:latest")]
    [InlineData("a:" + Hex + Hex, "docker.io/library/a:" + Hex + Hex)]
    [InlineData("a@sha256:" + Hex, "docker.io/library/a@sha256:" + Hex)]
    [InlineData("a:tag@sha256:" + Hex, "docker.io/library/a@sha256:" + Hex)]
    [InlineData("sha256:" + Hex, "sha256:" + Hex)]
    public void A_reference_is_completed(string text, string complete) => Assert.Equal(complete, ImageReference.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":12")]
    [InlineData("@sha256:" + Hex)]
    [InlineData(Hex)]
    [InlineData("Debian")]
    [InlineData("ghcr.io/Owner")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a_-b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("../a")]
    [InlineData("host:x/a")]
    [InlineData("host:70000/a")]
    [InlineData("-host.com/a")]
    [InlineData("[::1/a")]
    [InlineData("[fe80::1%eth0]:5000/a")]
    [InlineData("https://host/a")]
    [InlineData("a:")]
    [InlineData("a:-x")]
    [InlineData("a:.x")]
    [InlineData("a:" + Hex + Hex + "0")]
    [InlineData("a@sha256:abc")]
    [InlineData("a@sha256:" + Hex + "0")]
    [InlineData("a@sha512:" + Hex + Hex)]
    [InlineData("a@SHA256:" + Hex)]
    [InlineData("a@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void What_is_no_reference_is_refused(string text) =>
        Assert.Equal("MB2220", Assert.Throws<DockerException>(() => ImageReference.Parse(text)).Refusal.Code);

    [Theory]
    [InlineData("debian")]
    [InlineData("h:1/a/b:c")]
    [InlineData("[::1]:5000/a")]
    [InlineData("a@sha256:" + Hex)]
    [InlineData("sha256:" + Hex)]
    public void A_complete_reference_is_complete(string text)
    {
        var once = ImageReference.Parse(text);
        Assert.Equal(once, ImageReference.Parse(once.ToString()));
    }

    [Fact]
    public void A_name_of_255_characters_is_the_longest()
    {
        Assert.NotNull(ImageReference.TryParse($"h.io/{new string('a', 250)}", out _));
        Assert.Null(ImageReference.TryParse($"h.io/{new string('a', 251)}", out _));
    }

    [Fact]
    public void A_refusal_names_the_reference_and_cannot_command_a_terminal() =>
        Assert.Contains(@"a\u{1B}[2J", Assert.Throws<DockerException>(() => ImageReference.Parse("a\u001b[2J")).Message, StringComparison.Ordinal);
}
