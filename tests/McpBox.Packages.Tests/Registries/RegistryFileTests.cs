using System.Security.Cryptography;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Tests.Registries;

public sealed class RegistryFileTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(3_000_000)]
    public void It_is_what_came_with_its_hashes_in_memory_or_on_disk(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        using var file = RegistryFile.Of(new MemoryStream(content), "text/plain", length);

        Assert.Equal(length, file.Length);
        Assert.Equal(content, file.ReadAll());
        Assert.Equal(SHA1.HashData(content), file.Hash(IntegrityAlgorithm.Sha1));
        Assert.Equal(SHA256.HashData(content), file.Hash(IntegrityAlgorithm.Sha256));
        Assert.Equal(SHA384.HashData(content), file.Hash(IntegrityAlgorithm.Sha384));
        Assert.Equal(SHA512.HashData(content), file.Hash(IntegrityAlgorithm.Sha512));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(3_000_000)]
    public void Its_streams_are_independent_and_outlive_it(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var file = RegistryFile.Of(new MemoryStream(content), "text/plain", length);
        using var one = file.Open();
        using var other = file.Open();
        _ = one.Seek(-10, SeekOrigin.End);
        file.Dispose();
        file.Dispose();

        Assert.Equal(content[^10..], Rest(one));
        one.Dispose();
        Assert.Equal(content, Rest(other));
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(file.Open);
    }

    [Fact]
    public void A_large_one_has_no_name_on_disk()
    {
        using var file = RegistryFile.Of(new MemoryStream(new byte[1 << 20]), "text/plain", 1 << 20);
        var own = Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget).Where(target => target?.Contains("/mcpbox-", StringComparison.Ordinal) == true);

        Assert.NotEmpty(own);
        Assert.All(own, target => Assert.EndsWith(" (deleted)", target, StringComparison.Ordinal));
    }

    [Fact]
    public void One_byte_over_the_limit_is_too_much() => Assert.Equal(
        "MB6317", Assert.Throws<PackageException>(() => RegistryFile.Of(new MemoryStream(new byte[11]), "text/plain", 10)).Refusal.Code);

    private static byte[] Rest(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
