using McpBox.Packages.Npm;

namespace McpBox.Packages.Tests.Npm;

public sealed class NpmLockTests
{
    [Fact]
    public void Addresses_and_the_folders_name_are_no_part_of_a_lock()
    {
        var text = NpmLock.Take(Text("\"integrity\": \"sha512-AAAA\", \"resolved\": \"https://registry.example/a.tgz\"")).ToString();
        Assert.DoesNotContain("registry.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("some-folder", text, StringComparison.Ordinal);
        Assert.Equal("sha512-AAAA", NpmLock.Parse(text).Integrities()["a"]["1.0.0"]);
        Assert.Equal(text, NpmLock.Take(text).ToString());
    }

    [Theory]
    [InlineData("MB6408", "\"resolved\": \"git+ssh://git@host/a.git#1\"")]
    [InlineData("MB6408", "\"resolved\": \"file:../a\", \"integrity\": \"sha512-AAAA\"")]
    [InlineData("MB6408", "\"resolved\": \"a\", \"link\": true")]
    [InlineData("MB6409", "\"resolved\": \"https://registry.example/a.tgz\"")]
    [InlineData("MB6409", "\"integrity\": \"sha1-AAAA\"")]
    public void What_no_registry_and_no_hash_speaks_for_is_refused(string code, string fields) =>
        Assert.Equal(code, Assert.Throws<PackageException>(() => NpmLock.Take(Text(fields))).Refusal.Code);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"lockfileVersion\":2,\"packages\":{}}")]
    [InlineData("no")]
    public void What_is_no_lock_of_npm_is_refused(string text) => Assert.Equal("MB6410", Assert.Throws<PackageException>(() => NpmLock.Parse(text)).Refusal.Code);

    private static string Text(string fields) =>
        "{\"name\": \"some-folder\", \"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"1\"}}, \"node_modules/a\": {\"version\": \"1.0.0\", " + fields + "}}}";
}
