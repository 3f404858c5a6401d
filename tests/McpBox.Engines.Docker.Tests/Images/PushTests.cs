using System.Security.Cryptography;
using System.Text;
using McpBox.Engines.Docker.Images.Pushing;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>Pushes to a real registry on the loopback; no daemon takes part.</summary>
public sealed class PushTests : IDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private readonly Scratch _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_registry_has_the_image_under_the_very_digest_and_blobs_it_has_are_not_sent_again()
    {
        using var registry = new TestRegistry();
        var image = Image();
        var said = new List<string>();
        Assert.Equal($"{registry.Domain}/team/a@{image.Digest}", Push($"{registry.Domain}/team/a:1", image, said));
        Assert.Equal(2, said.Count);
        Assert.Equal(image.Digest, RegistryDigest.Of($"{registry.Domain}/team/a:1", Environment, _home.Path));

        said.Clear();
        Push($"{registry.Domain}/team/a:2", image, said);
        Assert.Empty(said);
    }

    [Fact]
    public void What_docker_login_left_is_shown_to_the_registry_and_nothing_else_gets_in()
    {
        using var registry = new TestRegistry(password: true);
        Assert.Equal("MB6611", Refused($"{registry.Domain}/a:1").Code);
        Login(registry, "wrong");
        Assert.Equal("MB6611", Refused($"{registry.Domain}/a:1").Code);
        Login(registry, TestRegistry.Password);
        Assert.EndsWith(Image().Digest, Push($"{registry.Domain}/a:1", Image(), []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_a_registry_does_not_have_is_no_digest()
    {
        using var registry = new TestRegistry();
        Assert.Equal("MB6613", Assert.Throws<SandboxException>(() => RegistryDigest.Of($"{registry.Domain}/a:1", Environment, _home.Path)).Refusal.Code);
    }

    [Fact]
    public void A_blob_that_is_not_what_its_digest_says_is_not_taken()
    {
        using var registry = new TestRegistry();
        var image = Image();
        var lie = image with { Blobs = [image.Blobs[0] with { Content = new MemoryStream("other"u8.ToArray()) }] };
        Assert.Equal("MB6613", Assert.Throws<SandboxException>(() => Push($"{registry.Domain}/a:1", lie, [])).Refusal.Code);
    }

    [Theory]
    [InlineData("127.0.0.1:9/a:1", "MB6612")]
    [InlineData("127.0.0.1:9/a@sha256:0000000000000000000000000000000000000000000000000000000000000000", "MB2220")]
    [InlineData("a/UPPER", "MB2220")]
    public void Where_nothing_can_be_pushed_is_refused_by_name(string reference, string code) => Assert.Equal(code, Refused(reference).Code);

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal) { ["DOCKER_CONFIG"] = _home.Path };

    private void Login(TestRegistry registry, string password) =>
        _home.Write("config.json", $$$"""{"auths":{"{{{registry.Domain}}}":{"auth":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestRegistry.User}:{password}"))}}}"} } }""");

    private string Push(string reference, PushedImage image, List<string> said) => ImagePush.Run(reference, image, Environment, _home.Path, said.Add);

    private Refusal Refused(string reference) => Assert.Throws<SandboxException>(() => Push(reference, Image(), [])).Refusal;

    private static PushedImage Image()
    {
        var layer = Blob(new string('x', 1 << 20));
        var config = Blob("""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]}}""");
        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{config.Digest}}","size":{{config.Content.Length}}},"""
            + $$""" "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{layer.Digest}}","size":{{layer.Content.Length}}}]}""");
        return new PushedImage([layer, config], ManifestType, manifest, DigestOf(manifest));
    }

    private static PushedBlob Blob(string text) => new(DigestOf(Encoding.UTF8.GetBytes(text)), new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
