using McpBox.Packages.Storing;
using McpBox.Packages.Tests.Locking;

namespace McpBox.Packages.Tests.Storing;

public sealed class StoreBuildTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly PackageStore _store;

    public StoreBuildTests()
    {
        _store = Stores.At(Root);
    }

    private string Root => _folder.At("packages");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_built_is_found_whole()
    {
        var built = _store.Build(Stores.Package, Stores.Fill);
        var found = _store.Find(PackageStore.KeyOf(Stores.Package));

        Assert.NotNull(found);
        Assert.Equal(built.Command, found.Command);
        Assert.Equal(["node", $"{found.Files}/node_modules/x/index.js"], found.Command);
        Assert.Equal(["node", "/opt/x/node_modules/x/index.js"], found.CommandAt("/opt/x"));
        Assert.Equal($"{found.Files}/node_modules", found.Environment["NODE_PATH"]);
        Assert.Equal(("1.2.3", "npm:pkg@^1.2"), (found.Version, found.Spec));
        Assert.Null(_store.Check(found, Stores.Package with { Tree = built.Tree }));
        Assert.Empty(_store.Verify(found, Stores.Package with { Tree = built.Tree }));
        Assert.Equal("console.log('x')\n", File.ReadAllText(Path.Join(found.Files, "node_modules/x/index.js")));
    }

    [Fact]
    public void What_was_not_built_is_not_found()
    {
        Assert.Null(_store.Find(PackageStore.KeyOf(Stores.Package)));
        Assert.Null(_store.Find("../packages"));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void An_entry_is_read_only_and_of_one_time_and_its_store_the_callers_alone()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);

        Assert.Equal((UnixFileMode)0x1c0, File.GetUnixFileMode(Root));
        Assert.Equal((UnixFileMode)0x16d, File.GetUnixFileMode(entry.Folder));
        foreach (var path in Directory.GetFileSystemEntries(entry.Files, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null))
        {
            var executable = Directory.Exists(path) || path.EndsWith("/run", StringComparison.Ordinal);
            Assert.Equal((UnixFileMode)(executable ? 0x16d : 0x124), File.GetUnixFileMode(path));
            Assert.Equal(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), File.GetLastWriteTimeUtc(path));
        }
    }

    [Fact]
    public void The_same_files_are_the_same_tree_wherever_and_whenever_they_are_built()
    {
        var one = _store.Build(Stores.Package, Stores.Fill);
        var other = Stores.At(_folder.At("elsewhere")).Build(Stores.Package, folder => Stores.Shell(folder, """
            umask 077
            mkdir -p node_modules/.bin node_modules/x/empty
            ln -s ../ node_modules/self; ln -s ../x/run node_modules/.bin/x
            echo '{}' >package.json; : >node_modules/x/none
            echo "console.log('x')" >node_modules/x/index.js; echo '#!/bin/sh' >node_modules/x/run; chmod u+x node_modules/x/run
            """));

        Assert.Equal(one.Tree, other.Tree);
        Assert.Equal(one.Tree, Stores.At(_folder.At("third")).Build(Stores.Package with { Tree = one.Tree }, Stores.Fill).Tree);
    }

    [Fact]
    public void The_manifest_says_what_the_tree_is() => Assert.Equal(
        """
        mcpbox-manifest 1
        start 246d005f7377eac0f191308469b9318457822bd1632924ad2db0cb6a305c60de
        d node_modules
        d node_modules/.bin
        l ../x/run node_modules/.bin/x
        l ../ node_modules/self
        d node_modules/x
        d node_modules/x/empty
        f 17 22bd10e71b58058a71f322fe641d9c8267002a9c6f4cd4678a0c76037d289872 node_modules/x/index.js
        f 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 node_modules/x/none
        x 10 a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf node_modules/x/run
        f 3 ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356 package.json

        """,
        File.ReadAllText(Path.Join(_store.Build(Stores.Package, Stores.Fill).Folder, "manifest")));

    [Fact]
    public void Other_files_than_the_lock_says_are_refused_and_not_kept()
    {
        var locked = Stores.Package with { Tree = Locks.Tree };

        var refusal = Assert.Throws<PackageException>(() => _store.Build(locked, Stores.Fill)).Refusal;

        Assert.Equal("MB6204", refusal.Code);
        Assert.Equal([$".lock-{PackageStore.KeyOf(locked)}"], Stores.NamesIn(Root));
        Assert.Null(_store.Find(PackageStore.KeyOf(locked)));
    }

    [Fact]
    public void The_files_that_differ_are_named_where_the_locked_manifest_is_at_hand()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        File.Delete(Path.Join(entry.Files, "package.json"));

        var refusal = Assert.Throws<PackageException>(() => _store.Build(Stores.Package with { Tree = entry.Tree }, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "added"), "x");
            return Stores.Fill(folder) with { Words = ["sh"] };
        })).Refusal;

        Assert.Contains("differs: added, how it is started", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_entry_is_built_anew()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        File.Delete(Path.Join(entry.Files, "package.json"));

        var again = _store.Build(Stores.Package, Stores.Fill);

        Assert.Empty(_store.Verify(again, Stores.Package with { Tree = entry.Tree }));
        Assert.Equal([$".lock-{entry.Key}", entry.Key], Stores.NamesIn(Root));
    }

    [Fact]
    public void An_entry_with_other_files_than_the_lock_says_gives_way_to_one_with_the_right_ones()
    {
        var wrong = _store.Build(Stores.Package, folder => Stores.Shell(folder, "echo other >package.json"));
        var right = Stores.At(_folder.At("elsewhere")).Build(Stores.Package, Stores.Fill);

        var built = _store.Build(Stores.Package with { Tree = right.Tree }, Stores.Fill);

        Assert.NotEqual(wrong.Tree, built.Tree);
        Assert.Equal(right.Tree, built.Tree);
    }

    [Fact]
    public void A_fill_that_fails_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => _store.Build(Stores.Package, folder =>
        {
            _ = Stores.Fill(folder);
            throw new OperationCanceledException();
        }));

        Assert.Equal([$".lock-{PackageStore.KeyOf(Stores.Package)}"], Stores.NamesIn(Root));
    }

    [Fact]
    public void A_store_that_others_may_write_is_refused()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        File.SetUnixFileMode(Root, (UnixFileMode)0x1f8);

        Assert.Equal("MB6201", Assert.Throws<PackageException>(() => _store.Find(entry.Key)).Refusal.Code);
        Assert.Equal("MB6201", Assert.Throws<PackageException>(() => _store.Build(Stores.Package, Stores.Fill)).Refusal.Code);
        Assert.Equal("MB6201", Assert.Throws<PackageException>(() => _store.Collect(new HashSet<string>(), remove: true)).Refusal.Code);
    }

    [Fact]
    public void A_link_in_the_stores_place_is_refused()
    {
        Directory.CreateDirectory(_folder.At("real"));
        Directory.CreateSymbolicLink(Root, "real");

        Assert.Equal("MB6201", Assert.Throws<PackageException>(() => _store.Build(Stores.Package, Stores.Fill)).Refusal.Code);
    }

    [Fact]
    public void Of_twenty_builders_at_once_one_fills()
    {
        var filled = 0;
        var ready = new Barrier(20);
        var trees = new string[20];
        var builders = Enumerable.Range(0, 20).Select(i => new Thread(() =>
        {
            ready.SignalAndWait();
            trees[i] = Stores.At(Root).Build(Stores.Package, folder =>
            {
                Interlocked.Increment(ref filled);
                return Stores.Fill(folder);
            }).Tree;
        })).ToList();
        builders.ForEach(builder => builder.Start());
        builders.ForEach(builder => builder.Join());

        Assert.Equal(1, filled);
        Assert.Single(trees.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_several_processes_at_once_one_fills()
    {
        var count = _folder.At("count");
        var builders = Enumerable.Range(0, 4).Select(_ => OwnProcess.Start(EntryBuilder.Verb, Root, "count", count)).ToList();
        foreach (var builder in builders)
            Assert.Equal("ready", await builder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        builders.ForEach(builder => builder.StandardInput.Close());
        foreach (var builder in builders)
        {
            await builder.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, builder.ExitCode);
            builder.Dispose();
        }

        Assert.Equal("filled\n", File.ReadAllText(count));
    }

    [Fact]
    public async Task A_user_without_privileges_builds_repairs_and_removes()
    {
        using var user = OwnProcess.StartUnprivileged(_folder, EntryBuilder.Verb, Root, "life");
        await user.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, user.ExitCode);
    }
}
