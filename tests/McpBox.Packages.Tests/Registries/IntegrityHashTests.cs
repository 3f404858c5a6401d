using System.Security.Cryptography;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Tests.Registries;

public sealed class IntegrityHashTests
{
    private static readonly byte[] Content = [.. "content"u8];
    private static readonly string Sha512 = $"sha512-{Convert.ToBase64String(SHA512.HashData(Content))}";
    private static readonly string Sha384 = $"sha384-{Convert.ToBase64String(SHA384.HashData(Content))}";
    private static readonly string Sha256 = $"sha256-{Convert.ToBase64String(SHA256.HashData(Content))}";
    private static readonly string Sha1 = $"sha1-{Convert.ToBase64String(SHA1.HashData(Content))}";
    private static readonly string OtherSha512 = $"sha512-{Convert.ToBase64String(SHA512.HashData([1]))}";
    private static readonly string OtherSha1 = $"sha1-{Convert.ToBase64String(SHA1.HashData([1]))}";

    public static TheoryData<string> Good =>
    [
        Sha512, Sha384, Sha256, $"{Sha1} {Sha512}", $" {Sha512}\t{OtherSha1}\n", $"{OtherSha512} {Sha512}", $"md5-AAAA {Sha512}", $"{Sha512}?ct=application/gzip",
    ];

    public static TheoryData<string> Other => [OtherSha512, $"{OtherSha512} {Sha256}", $"{OtherSha512} {Sha1}"];

    [Theory]
    [MemberData(nameof(Good))]
    public void The_strongest_algorithm_counts_and_of_its_hashes_any(string text)
    {
        using var file = File();
        IntegrityHash.FromSri(text, "a.tgz").Require(file, "a.tgz");
    }

    [Theory]
    [MemberData(nameof(Other))]
    public void A_file_with_other_bytes_is_refused_however_well_a_weaker_hash_fits(string text)
    {
        using var file = File();
        var hash = IntegrityHash.FromSri(text, "a.tgz", allowSha1: true);

        Assert.False(hash.Matches(file));
        var refusal = Assert.Throws<PackageException>(() => hash.Require(file, "a\u202e.tgz")).Refusal;
        Assert.Equal("MB6332", refusal.Code);
        Assert.Contains(OtherSha512, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Sha512, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a\\u{202E}.tgz", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("md5-1B2M2Y8AsgTpgAmY7PhCfg==")]
    [InlineData("SHA512-AAAA")]
    public void Without_a_hash_nothing_is_taken(string? text) => Refused("MB6330", () => IntegrityHash.FromSri(text, "a.tgz", allowSha1: true));

    [Fact]
    public void SHA1_alone_is_taken_only_where_the_caller_says_so()
    {
        using var file = File();
        Refused("MB6330", () => IntegrityHash.FromSri(Sha1, "a.tgz"));
        IntegrityHash.FromSri(Sha1, "a.tgz", allowSha1: true).Require(file, "a.tgz");
    }

    [Theory]
    [InlineData("sha512")]
    [InlineData("sha512-")]
    [InlineData("sha512-AAAA")]
    [InlineData("sha512-!!!!")]
    [InlineData("sha256-AAAA sha512-AAAA")]
    public void A_hash_that_cannot_be_read_is_none(string text) => Refused("MB6331", () => IntegrityHash.FromSri(text, "a.tgz"));

    [Fact]
    public void A_damaged_weaker_hash_beside_a_good_one_is_noticed() => Refused("MB6331", () => IntegrityHash.FromSri($"{Sha512} sha256-AAAA", "a.tgz"));

    [Fact]
    public void Fragments_of_links_are_read()
    {
        using var file = File();
        IntegrityHash.FromFragment($"sha256={Convert.ToHexStringLower(SHA256.HashData(Content))}", "a.whl").Require(file, "a.whl");
        IntegrityHash.FromFragment($"sha512={Convert.ToHexString(SHA512.HashData(Content))}", "a.whl").Require(file, "a.whl");
        Refused("MB6330", () => IntegrityHash.FromFragment(null, "a.whl"));
        Refused("MB6330", () => IntegrityHash.FromFragment("md5=d41d8cd98f00b204e9800998ecf8427e", "a.whl"));
        Refused("MB6330", () => IntegrityHash.FromFragment($"sha1={Convert.ToHexStringLower(SHA1.HashData(Content))}", "a.whl"));
        Refused("MB6330", () => IntegrityHash.FromFragment("sha256", "a.whl"));
        Refused("MB6331", () => IntegrityHash.FromFragment("sha256=abc", "a.whl"));
        Refused("MB6331", () => IntegrityHash.FromFragment($"sha256={new string('g', 64)}", "a.whl"));
    }

    [Fact]
    public void Content_hashes_of_NuGet_are_read_and_written_as_integrity()
    {
        var hash = IntegrityHash.FromBase64(IntegrityAlgorithm.Sha512, Sha512["sha512-".Length..], "a.nupkg");

        Assert.Equal(Sha512, hash.ToString());
        Refused("MB6330", () => IntegrityHash.FromBase64(IntegrityAlgorithm.Sha512, null, "a.nupkg"));
        Refused("MB6331", () => IntegrityHash.FromBase64(IntegrityAlgorithm.Sha512, "AAAA", "a.nupkg"));
    }

    private static RegistryFile File() => RegistryFile.Of(new MemoryStream(Content), "text/plain", 100);

    private static void Refused(string code, Action action) => Assert.Equal(code, Assert.Throws<PackageException>(action).Refusal.Code);
}
