using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Locking;

public sealed class LockFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string FilePath => _folder.At(LockFile.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_file_has_one_layout_that_people_can_read_and_compare() => Assert.Equal(
        $$"""
        # mcpbox.lock: the packages that mcpbox runs, to the last file: versions, hashes, and what they were built with.
        # Written by `mcpbox lock`, and read at every start. Commit it; do not edit it.
        version = 1

        [[package]]
        spec = "npm:pkg@^1.2"
        version = "1.2.3"
        toolchain = "host linux-x64 glibc node-20"
        scripts = false
        tree = "{{Locks.Tree}}"
        resolution = '''
        {
          "lockfileVersion": 3
        }
        '''

        """,
        Locks.OnePackage);

    [Fact]
    public void The_order_in_which_packages_were_added_does_not_show()
    {
        LockedPackage[] packages = [Locks.Package("b"), Locks.Package("a", "2"), Locks.Package("a"), Locks.Package("a", toolchain: "host linux-x64 glibc node-22")];

        var one = packages.Aggregate(LockFile.Empty, (file, package) => file.With(package));
        var other = packages.Reverse().Aggregate(LockFile.Empty, (file, package) => file.With(package));

        Assert.Equal(one.ToText(), other.ToText());
        Assert.Equal(["npm:a@2", "npm:a@^1.2", "npm:a@^1.2", "npm:b@^1.2"], one.Packages.Select(package => package.Spec.ToString()));
    }

    [Fact]
    public void A_missing_file_is_an_empty_lock() => Assert.Empty(LockFile.Read(FilePath).Packages);

    [Fact]
    public void What_is_written_is_read()
    {
        LockFile.Empty.With(Locks.Package()).Write(FilePath);

        Assert.Equal([Locks.Package()], LockFile.Read(FilePath).Packages);
    }

    [Fact]
    public void A_package_is_found_by_its_spec_and_whole_words_of_its_toolchain()
    {
        var file = LockFile.Empty.With(Locks.Package());

        Assert.Equal(Locks.Package(), file.Find(new PackageSpec(Ecosystem.Npm, "pkg", "^1.2"), "host linux-x64 glibc"));
        Assert.Equal(Locks.Package(), file.Find(new PackageSpec(Ecosystem.Npm, "pkg", "^1.2"), Locks.Node20));
        Assert.Null(file.Find(new PackageSpec(Ecosystem.Npm, "pkg", "^1.2"), "host linux-x64 glibc node-2"));
        Assert.Null(file.Find(new PackageSpec(Ecosystem.Npm, "pkg", "^1"), "host linux-x64 glibc"));
        Assert.Null(file.Find(new PackageSpec(Ecosystem.Npm, "pkg", "^1.2", "other"), "host linux-x64 glibc"));
        Assert.Null(file.Find(new PackageSpec(Ecosystem.PyPi, "pkg", "^1.2"), "host linux-x64 glibc"));
    }

    [Fact]
    public void A_package_takes_the_place_of_the_one_with_its_spec_and_toolchain()
    {
        var newer = Locks.Package() with { Version = "1.3.0", Tree = null };

        Assert.Equal([newer], LockFile.Empty.With(Locks.Package()).With(newer).Packages);
    }

    [Fact]
    public void A_package_is_taken_out_for_one_toolchain_or_for_all()
    {
        var other = Locks.Package(toolchain: "image sha256:00 linux-x64");
        var file = LockFile.Empty.With(Locks.Package()).With(other).With(Locks.Package("kept"));

        Assert.Equal([Locks.Package("kept"), other], file.Without(other.Spec, Locks.Node20).Packages);
        Assert.Equal([Locks.Package("kept")], file.Without(other.Spec).Packages);
    }

    [Theory]
    [InlineData("a@b", null, "1.2.3")]
    [InlineData("a", "1#2", "1.2.3")]
    [InlineData("a", "", "1.2.3")]
    [InlineData("", "1", "1.2.3")]
    [InlineData("a\nb", "1", "1.2.3")]
    [InlineData("a", "1", "1.2\n3")]
    [InlineData("a", "1", "")]
    public void A_package_that_would_read_back_as_another_one_is_refused(string name, string? wanted, string version)
    {
        var package = Locks.Package(name, wanted) with { Version = version };

        Assert.Equal("MB6113", Assert.Throws<PackageException>(() => LockFile.Empty.With(package)).Refusal.Code);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal(
        "MB6113", Assert.Throws<PackageException>(() => LockFile.Empty.With(Locks.Package() with { Resolution = "\uD800" })).Refusal.Code);

    [Theory]
    [InlineData("npm:@scope/pkg@^1.2#program")]
    [InlineData("npm:@scope/pkg")]
    [InlineData("pypi:name#program")]
    [InlineData("oci:localhost:5000/a/b@sha256:00")]
    [InlineData("nuget:Contoso.Mcp@1.0.0")]
    public void A_spec_is_read_back_from_its_text(string text)
    {
        Assert.Equal(text, SpecText.Parse(text)?.ToString());
        Assert.True(SpecText.IsReversible(SpecText.Parse(text)!));
    }

    [Theory]
    [InlineData("pkg")]
    [InlineData("cargo:pkg")]
    [InlineData("NPM:pkg")]
    [InlineData("npm:")]
    [InlineData("npm:pkg@")]
    [InlineData("npm:pkg#")]
    [InlineData("npm:#program")]
    [InlineData("npm:p\u0007kg")]
    public void What_no_spec_is_written_as_is_none(string text) => Assert.Null(SpecText.Parse(text));
}
