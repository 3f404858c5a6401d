using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Locking;

public sealed class LockFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-lock-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "mcpbox.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{\n  \"a\": 1\n}\n")]
    [InlineData("it's '''quoted''' and \\ escaped \"\"\" with\ttab\n")]
    [InlineData("ends with a quote'")]
    [InlineData("\u0001\u007f ä 漢 \U0001F600")]
    public void What_is_written_is_read_back(string resolution)
    {
        var package = Package("npm:@scope/pkg@^1#serve", resolution) with { Tree = new string('a', 64), Key = new string('b', 64), Scripts = true };
        _ = LockFile.Update(Path, file => file.With(package));
        Assert.Equal(package, Assert.Single(LockFile.Read(Path).Packages));
    }

    [Fact]
    public void The_order_in_which_packages_were_locked_does_not_show()
    {
        LockedPackage[] packages = [Package("npm:b", "1"), Package("npm:a", "2"), Package("npm:a", "3") with { Toolchain = "image sha256:1" }];
        foreach (var package in packages)
            _ = LockFile.Update(Path, file => file.With(package));
        var text = File.ReadAllText(Path);
        File.Delete(Path);
        foreach (var package in packages.Reverse())
            _ = LockFile.Update(Path, file => file.With(package));
        Assert.Equal(text, File.ReadAllText(Path));
    }

    [Fact]
    public void A_package_is_found_by_its_spec_and_toolchain_alone()
    {
        var file = LockFile.Update(Path, file => file.With(Package("npm:a@1", "1")));
        Assert.NotNull(file.Find(SpecText.Parse("npm:a@1")!, "host "));
        Assert.Null(file.Find(SpecText.Parse("npm:a")!, "host "));
        Assert.Null(file.Find(SpecText.Parse("npm:a@1")!, "image "));
    }

    [Fact]
    public void Writers_at_the_same_time_lose_nothing()
    {
        Parallel.For(0, 20, i => LockFile.Update(Path, file => file.With(Package($"npm:p{i}", "x"))));
        Assert.Equal(20, LockFile.Read(Path).Packages.Length);
    }

    [Theory]
    [InlineData("MB6101", "version = ")]
    [InlineData("MB6102", "version = 1\nother = 1\n")]
    [InlineData("MB6102", "version = 1\n[[package]]\nspec = \"npm:a\"\n")]
    [InlineData("MB6102", "version = 1\n[[package]]\nspec = \"a\"\nversion = \"1\"\ntoolchain = \"host\"\nscripts = false\nresolution = \"x\"\n")]
    [InlineData("MB6102", "version = 1\n[[package]]\nspec = \"npm:a\"\nversion = \"1\"\ntoolchain = \"host\"\nscripts = false\nresolution = \"x\"\nkey = \"../../x\"\n")]
    [InlineData("MB6103", "version = 2\n")]
    public void What_is_no_lock_file_is_refused_with_its_place(string code, string text)
    {
        File.WriteAllText(Path, text);
        var refusal = Assert.Throws<PackageException>(() => LockFile.Read(Path)).Refusal;
        Assert.Equal(code, refusal.Code);
        Assert.Contains($"{Path}:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_stands_twice_is_refused()
    {
        _ = LockFile.Update(Path, file => file.With(Package("npm:a", "1")));
        var text = File.ReadAllText(Path);
        File.WriteAllText(Path, text + text[text.IndexOf("[[package]]", StringComparison.Ordinal)..]);
        Assert.Equal("MB6105", Assert.Throws<PackageException>(() => LockFile.Read(Path)).Refusal.Code);
    }

    [Fact]
    public void A_file_that_others_may_write_is_refused()
    {
        _ = LockFile.Update(Path, file => file.With(Package("npm:a", "1")));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Equal("MB6104", Assert.Throws<PackageException>(() => LockFile.Read(Path)).Refusal.Code);
    }

    private static LockedPackage Package(string spec, string resolution) =>
        new() { Spec = SpecText.Parse(spec)!, Version = "1.0.0", Toolchain = "host linux-x64 glibc node-20", Scripts = false, Resolution = resolution };
}
