using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

public sealed class PackageStoreTests : IDisposable
{
    private static readonly LockedPackage Package = new()
    {
        Spec = SpecText.Parse("npm:a@^1")!, Version = "1.0.0", Toolchain = "host linux-x64 glibc node-20", Scripts = false, Resolution = "{}",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-store-").FullName;
    private readonly PackageStore _store;

    public PackageStoreTests() => _store = new PackageStore(Root);

    private string Root => Path.Combine(_folder, "packages");

    public void Dispose()
    {
        _ = _store.Collect(ImmutableHashSet<string>.Empty, remove: true);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_entry_is_whole_read_only_and_found_again()
    {
        var entry = _store.Build(Package, Fill);
        Assert.Equal(entry.Key, PackageStore.KeyOf(Package));
        Assert.Equal(["node", $"{entry.Files}/sub/main.js"], entry.Command);
        Assert.Equal(entry.Tree, _store.Find(entry.Key)!.Tree);
        Assert.Null(PackageStore.Check(entry, Package));
        Assert.Null(PackageStore.Verify(entry));
        Assert.Equal(TreeManifest.ModeOf("f"), File.GetUnixFileMode(Path.Combine(entry.Files, "sub/main.js")));
    }

    [Fact]
    public void What_was_asked_for_does_not_decide_the_key_and_everything_else_does()
    {
        LockedPackage[] others =
        [
            Package with { Version = "1.0.1" }, Package with { Toolchain = "host linux-x64 glibc node-22" }, Package with { Scripts = true },
            Package with { Resolution = "{ }" }, Package with { Spec = SpecText.Parse("npm:a@^1#other")! }, Package with { Spec = SpecText.Parse("pypi:a@^1")! },
        ];
        Assert.Equal(PackageStore.KeyOf(Package), PackageStore.KeyOf(Package with { Spec = SpecText.Parse("npm:a")! }));
        Assert.Equal(others.Length + 1, others.Append(Package).Select(PackageStore.KeyOf).Distinct().Count());
    }

    [Fact]
    public void Builders_at_the_same_time_build_once()
    {
        var builds = 0;
        Parallel.For(0, 20, _ => _store.Build(Package, folder =>
        {
            Interlocked.Increment(ref builds);
            return Fill(folder);
        }));
        Assert.Equal(1, builds);
    }

    [Fact]
    public void A_build_that_fails_leaves_nothing()
    {
        Assert.Throws<PackageException>(() => _store.Build(Package, folder =>
        {
            _ = Fill(folder);
            throw new PackageException("MB0000", "no", "no");
        }));
        Assert.Empty(Directory.EnumerateDirectories(Root));
        Assert.NotNull(_store.Build(Package, Fill));
    }

    [Fact]
    public void Other_files_than_the_lock_says_are_refused_and_not_kept()
    {
        var locked = Package with { Tree = new string('0', 64) };
        Assert.Equal("MB6202", Assert.Throws<PackageException>(() => _store.Build(locked, Fill)).Refusal.Code);
        Assert.Empty(Directory.EnumerateDirectories(Root));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("size")]
    [InlineData("added")]
    [InlineData("removed")]
    [InlineData("mode")]
    [InlineData("manifest")]
    [InlineData("link")]
    public void A_change_is_noticed_at_the_next_start(string change)
    {
        var entry = _store.Build(Package, Fill);
        Tamper(entry, change);
        Assert.Equal("MB6203", PackageStore.Check(_store.Find(entry.Key)!, Package with { Tree = entry.Tree })?.Code);
    }

    [Fact]
    public void A_change_that_hides_its_time_is_noticed_by_reading()
    {
        var entry = _store.Build(Package, Fill);
        Tamper(entry, "hidden");
        Assert.Null(PackageStore.Check(entry, Package));
        Assert.Equal("MB6203", PackageStore.Verify(entry)?.Code);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../../outside")]
    public void A_link_that_leads_out_is_refused(string target)
    {
        var refusal = Assert.Throws<PackageException>(() => _store.Build(Package, folder =>
        {
            var start = Fill(folder);
            File.CreateSymbolicLink(Path.Combine(folder, "sub", "link"), target);
            return start;
        })).Refusal;
        Assert.Equal("MB6204", refusal.Code);
    }

    [Fact]
    public void What_no_lock_names_is_collected_unless_somebody_uses_it()
    {
        var entry = _store.Build(Package, Fill);
        using (entry.Hold())
            Assert.Empty(_store.Collect(ImmutableHashSet<string>.Empty, remove: true));
        Assert.Empty(_store.Collect(ImmutableHashSet.Create(entry.Key), remove: true));
        Assert.Equal(entry.Key, Assert.Single(_store.Collect(ImmutableHashSet<string>.Empty, remove: true)).Name);
        Assert.Null(_store.Find(entry.Key));
    }

    [Fact]
    public void What_a_killed_builder_left_is_collected_and_what_a_living_one_has_is_not()
    {
        using var living = _store.Work();
        _ = Directory.CreateDirectory(Path.Combine(Root, ".building-dead", "files"));
        Assert.Equal(".building-dead", Assert.Single(_store.Collect(ImmutableHashSet<string>.Empty, remove: true)).Name);
        Assert.True(Directory.Exists(living.Folder));
    }

    private static StartCommand Fill(string folder)
    {
        _ = Directory.CreateDirectory(Path.Combine(folder, "sub"));
        File.WriteAllText(Path.Combine(folder, "sub", "main.js"), "console.log(1)");
        File.WriteAllText(Path.Combine(folder, "odd name%\n"), "x");
        return new StartCommand(["node", "{files}/sub/main.js"], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
    }

    private static void Tamper(StoreEntry entry, string change)
    {
        var file = Path.Combine(entry.Files, "sub", "main.js");
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(Path.GetDirectoryName(file)!, open);
        File.SetUnixFileMode(file, open);
        switch (change)
        {
            case "content" or "hidden":
                File.WriteAllText(file, "console.log(2)");
                break;
            case "size":
                File.AppendAllText(file, " ");
                break;
            case "added":
                File.WriteAllText(Path.Combine(entry.Files, "sub", "new.js"), "");
                break;
            case "removed":
                File.Delete(file);
                break;
            case "link":
                File.Delete(file);
                File.CreateSymbolicLink(file, "other.js");
                break;
            case "manifest":
                File.AppendAllText(Path.Combine(entry.Folder, "manifest"), "d x\n");
                break;
        }

        if (change is "mode" or "manifest" or "removed" or "added" or "link")
            return;
        File.SetUnixFileMode(file, TreeManifest.ModeOf("f"));
        if (change == "hidden")
            File.SetLastWriteTimeUtc(file, TreeManifest.Time);
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, TreeManifest.Time);
        File.SetUnixFileMode(Path.GetDirectoryName(file)!, TreeManifest.ModeOf("d"));
    }
}
