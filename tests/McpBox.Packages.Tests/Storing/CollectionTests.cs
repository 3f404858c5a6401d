using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

public sealed class CollectionTests : IDisposable
{
    private static readonly HashSet<string> Nothing = [];

    private readonly ScratchFolder _folder = new();
    private readonly PackageStore _store;

    public CollectionTests()
    {
        _store = Stores.At(Root);
    }

    public static TheoryData<string> Moments => [EntryBuilder.Filling, .. Enum.GetNames<BuildMoment>()];

    private string Root => _folder.At("packages");

    private static string Key => PackageStore.KeyOf(Stores.Package);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_builder_that_is_killed_leaves_nothing_that_is_used(string moment)
    {
        using var builder = OwnProcess.Start(EntryBuilder.Verb, Root, "die", moment);
        await builder.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(137, builder.ExitCode);

        var found = _store.Find(Key);
        Assert.Equal(moment == nameof(BuildMoment.Published), found is not null);
        Assert.True(found is null || _store.Verify(found, null).IsEmpty);

        var seen = _store.Collect(new HashSet<string> { Key }, remove: false);
        var removed = _store.Collect(new HashSet<string> { Key }, remove: true);
        var left = moment is not (nameof(BuildMoment.Alone) or nameof(BuildMoment.Published));
        Assert.Equal(left ? [(StoreFindingKind.HalfBuilt, false, false)] : [], seen.Findings.Select(finding => (finding.Kind, finding.InUse, finding.Removed)));
        Assert.Equal(left ? [(StoreFindingKind.HalfBuilt, false, true)] : [], removed.Findings.Select(finding => (finding.Kind, finding.InUse, finding.Removed)));
        Assert.Equal(found is null ? [] : [Key], Stores.NamesIn(Root));

        Assert.Empty(_store.Verify(_store.Build(Stores.Package, Stores.Fill), null));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_builder_that_lives_is_left_alone(string moment)
    {
        using var builder = OwnProcess.Start(EntryBuilder.Verb, Root, "stay", moment);
        Assert.Equal("ready", await builder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.All(_store.Collect(Nothing, remove: true).Findings, finding => Assert.Equal((true, false), (finding.InUse, finding.Removed)));

        builder.StandardInput.Close();
        await builder.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, builder.ExitCode);
        Assert.Empty(_store.Verify(_store.Find(Key)!, null));
    }

    [Fact]
    public void What_no_lock_refers_to_is_removed_and_what_one_does_is_kept()
    {
        var kept = _store.Build(Stores.Package, Stores.Fill);
        var other = _store.Build(Stores.Package with { Version = "2.0.0" }, Stores.Fill);

        var seen = _store.Collect(new HashSet<string> { kept.Key }, remove: false);
        Assert.NotNull(_store.Find(other.Key));
        var removed = _store.Collect(new HashSet<string> { kept.Key }, remove: true);

        Assert.Equal((StoreFindingKind.Unreferenced, other.Key, false), Only(seen));
        Assert.Equal((StoreFindingKind.Unreferenced, other.Key, true), Only(removed));
        Assert.Equal(1, removed.Whole);
        Assert.True(Assert.Single(removed.Findings).Bytes > 17);
        Assert.Equal([kept.Key], Stores.NamesIn(Root));
        Assert.Empty(_store.Verify(kept, null));
    }

    [Fact]
    public void A_damaged_entry_is_removed_though_a_lock_refers_to_it()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        _ = Stores.Shell(entry.Folder, "chmod u+w files/package.json; printf '[]\\n' >files/package.json; chmod u-w files/package.json; touch -d @946684800 files/package.json");

        var removed = _store.Collect(new HashSet<string> { entry.Key }, remove: true);

        Assert.Equal((StoreFindingKind.Damaged, entry.Key, true), Only(removed));
        Assert.Equal("MB6210", Assert.Single(Assert.Single(removed.Findings).Problems).Code);
        Assert.Empty(Stores.NamesIn(Root));
    }

    [Fact]
    public void An_empty_folder_under_a_key_is_damaged()
    {
        _ = _store.Build(Stores.Package, Stores.Fill);
        Directory.CreateDirectory(_folder.At("packages", new string('0', 64)));

        Assert.Equal((StoreFindingKind.Damaged, new string('0', 64), true), Only(_store.Collect(new HashSet<string> { Key, new string('0', 64) }, remove: true)));
    }

    [Fact]
    public async Task An_entry_that_another_process_uses_is_removed_only_when_that_has_ended()
    {
        using var session = OwnProcess.Start(EntryBuilder.Verb, Root, "hold");
        Assert.Equal("ready", await session.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var inUse = Assert.Single(_store.Collect(Nothing, remove: true).Findings);
        Assert.Equal((true, false), (inUse.InUse, inUse.Removed));
        Assert.Empty(_store.Verify(_store.Find(Key)!, null));

        session.Kill();
        await session.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(Assert.Single(_store.Collect(Nothing, remove: true).Findings).Removed);
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void Sessions_share_an_entry_and_the_last_one_frees_it()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        var (one, other) = (entry.Hold(), entry.Hold());
        one.Dispose();

        Assert.True(Assert.Single(_store.Collect(Nothing, remove: true).Findings).InUse);
        other.Dispose();
        Assert.True(Assert.Single(_store.Collect(Nothing, remove: true).Findings).Removed);
    }

    [Fact]
    public void A_damaged_entry_in_use_is_replaced_and_what_its_session_sees_stays_until_it_ends()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        var session = entry.Hold();
        File.Delete(Path.Join(entry.Files, "package.json"));

        var again = _store.Build(Stores.Package, Stores.Fill);

        Assert.Empty(_store.Verify(again, null));
        var gone = Assert.Single(_store.Collect(new HashSet<string> { Key }, remove: true).Findings);
        Assert.Equal((StoreFindingKind.HalfRemoved, true, false), (gone.Kind, gone.InUse, gone.Removed));
        Assert.True(File.Exists(_folder.At("packages", gone.Name, "files", "node_modules", "x", "index.js")));
        session.Dispose();
        Assert.True(Assert.Single(_store.Collect(new HashSet<string> { Key }, remove: true).Findings).Removed);
    }

    [Fact]
    public void An_entry_that_was_removed_since_it_was_found_cannot_be_held()
    {
        var entry = _store.Build(Stores.Package, Stores.Fill);
        _ = _store.Collect(Nothing, remove: true);
        Assert.Equal("MB6206", Assert.Throws<PackageException>(() => entry.Hold()).Refusal.Code);
    }

    [Fact]
    public void What_the_store_did_not_make_is_left_alone()
    {
        _ = _store.Build(Stores.Package, Stores.Fill);
        File.WriteAllText(_folder.At("packages", "notes"), "mine");

        Assert.Empty(_store.Collect(new HashSet<string> { Key }, remove: true).Findings);
        Assert.Equal([Key, "notes"], Stores.NamesIn(Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_store_that_was_never_used_is_empty() => Assert.Empty(_store.Collect(Nothing, remove: true).Findings);

    private static (StoreFindingKind Kind, string Name, bool Removed) Only(StoreFindings collection)
    {
        var finding = Assert.Single(collection.Findings);
        return (finding.Kind, finding.Name, finding.Removed);
    }
}
