using McpBox.Packages.Locking;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

/// <summary>Each thing that can be done to an entry behind the store's back.</summary>
public sealed class TamperingTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly PackageStore _store;
    private readonly StoreEntry _entry;
    private readonly LockedPackage _locked;

    public TamperingTests()
    {
        _store = Stores.At(_folder.At("packages"));
        _entry = _store.Build(Stores.Package, Stores.Fill);
        _locked = Stores.Package with { Tree = _entry.Tree };
        Assert.Null(_store.Check(_entry, _locked));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("echo longer >>files/package.json")]
    [InlineData("printf 'xx\\n' >files/package.json")]
    [InlineData("rm files/package.json")]
    [InlineData("touch files/package.json")]
    [InlineData("touch -d @946684800.000000001 files/package.json")]
    [InlineData("chmod u+w files/package.json")]
    [InlineData("chmod a+x files/package.json; touch -d @946684800 files/package.json")]
    [InlineData("chmod u+s files/node_modules/x/run")]
    [InlineData("chown 4711 files/package.json")]
    [InlineData("chown -h 4711 files/node_modules/.bin/x")]
    [InlineData("chown 4711 files/node_modules")]
    [InlineData("chown 4711 .")]
    [InlineData("chown 4711 entry.json")]
    [InlineData("chmod u+w .")]
    [InlineData("chmod u+w files")]
    [InlineData("chmod u+w manifest")]
    [InlineData("chmod u+w files/node_modules/x/empty")]
    [InlineData(": >files/more")]
    [InlineData(": >files/more; touch -d @946684800 files")]
    [InlineData(": >files/node_modules/x/empty/more; touch -d @946684800 files/node_modules/x/empty")]
    [InlineData("mkdir files/node_modules/x/.hidden; touch -d @946684800 files/node_modules/x")]
    [InlineData("rmdir files/node_modules/x/empty; touch -d @946684800 files/node_modules/x")]
    [InlineData(": >more")]
    [InlineData("rm manifest")]
    [InlineData("mv files other; ln -s other files")]
    [InlineData("ln -sfn ../x/none files/node_modules/.bin/x; touch -hd @946684800 files/node_modules/.bin/x files/node_modules/.bin")]
    [InlineData("rm files/node_modules/.bin/x; cp files/node_modules/x/run files/node_modules/.bin/x; touch -d @946684800 files/node_modules/.bin/x files/node_modules/.bin")]
    [InlineData("mv files/node_modules/x y; ln -s ../../y files/node_modules/x; touch -hd @946684800 files/node_modules/x files/node_modules")]
    [InlineData("rm files/package.json; mkfifo -m 444 files/package.json; touch -d @946684800 files/package.json files")]
    [InlineData("rm files/package.json; ln -s /etc/passwd files/package.json; touch -hd @946684800 files/package.json files")]
    [InlineData("chmod u+w manifest; echo >>manifest; chmod u-w manifest")]
    public void Whatever_a_look_can_see_is_noticed_at_the_next_start(string script)
    {
        if (script.StartsWith("chown", StringComparison.Ordinal) && Environment.UserName != "root")
            return;

        _ = Stores.Shell(_entry.Folder, script);

        Assert.StartsWith("MB62", _store.Check(_entry, _locked)?.Code ?? "not noticed", StringComparison.Ordinal);
        Assert.NotEmpty(_store.Verify(_entry, _locked));
    }

    [Fact]
    public void A_content_of_the_same_size_and_time_is_noticed_by_a_full_check_alone()
    {
        _ = Stores.Shell(_entry.Folder, "chmod u+w files/package.json; printf '[]\\n' >files/package.json; chmod u-w files/package.json; touch -d @946684800 files/package.json");

        Assert.Null(_store.Check(_entry, _locked));
        var refusal = Assert.Single(_store.Verify(_entry, _locked));
        Assert.Equal("MB6210", refusal.Code);
        Assert.Contains("files/package.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_start_command_than_the_one_that_was_built_is_noticed()
    {
        Rewrite("\"node\"", "\"sh\"");

        Assert.Equal("MB6208", _store.Check(_store.Find(_entry.Key)!, _locked)?.Code);
    }

    [Fact]
    public void Another_variable_than_was_built_is_noticed()
    {
        Rewrite("NODE_PATH", "NODE_OPTIONS");

        Assert.Equal("MB6208", _store.Check(_store.Find(_entry.Key)!, _locked)?.Code);
    }

    [Fact]
    public void A_whole_entry_of_other_files_is_noticed()
    {
        var other = Stores.At(_folder.At("elsewhere")).Build(Stores.Package, folder => Stores.Shell(folder, "echo evil >index.js"));
        _ = Stores.Shell(_folder.Path, $"mv packages/{_entry.Key} old; mv elsewhere/{_entry.Key} packages/");

        Assert.Equal("MB6208", _store.Check(_store.Find(_entry.Key)!, _locked)?.Code);
        Assert.Empty(_store.Verify(_store.Find(_entry.Key)!, null));
        Assert.Equal(other.Tree, _store.Find(_entry.Key)!.Tree);
    }

    [Fact]
    public void An_entry_that_claims_the_locked_tree_is_held_to_it()
    {
        var other = Stores.At(_folder.At("elsewhere")).Build(Stores.Package, folder => Stores.Shell(folder, "echo evil >index.js"));
        _ = Stores.Shell(_folder.Path, $"mv packages/{_entry.Key} old; mv elsewhere/{_entry.Key} packages/");
        Rewrite(other.Tree, _entry.Tree);

        Assert.Equal("MB6208", _store.Check(_store.Find(_entry.Key)!, _locked)?.Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void An_entry_without_its_description_is_none(string json)
    {
        _ = Stores.Shell(_entry.Folder, "chmod u+w entry.json");
        File.WriteAllText(Path.Join(_entry.Folder, "entry.json"), json);

        Assert.Null(_store.Find(_entry.Key));
    }

    [Fact]
    public void An_entry_under_another_key_is_none()
    {
        var key = PackageStore.KeyOf(Stores.Package with { Version = "2.0.0" });
        _ = Stores.Shell(_folder.At("packages"), $"cp -a {_entry.Key} {key}");

        Assert.Null(_store.Find(key));
    }

    [Fact]
    public void Another_package_and_one_that_was_never_built_are_refused()
    {
        Assert.Equal("MB6207", _store.Check(_entry, _locked with { Resolution = "other" })?.Code);
        Assert.Equal("MB6207", _store.Check(_entry, Stores.Package)?.Code);
    }

    [Fact]
    public void All_that_was_changed_is_named()
    {
        _ = Stores.Shell(_entry.Files, "rm package.json; chmod u+w node_modules/x/none; : >more; rm -r node_modules/x/empty; touch node_modules/.bin/more");

        Assert.Equal(
            [
                "files was written to after it was built",
                "files/node_modules/.bin was written to after it was built",
                "files/node_modules/x was written to after it was built",
                "files/node_modules/x/empty is missing",
                "files/node_modules/x/none has mode 0644 instead of 0444",
                "files/package.json is missing",
                "there is more in files/ than was built",
                "there is more in files/node_modules/.bin than was built",
            ],
            _store.Verify(_entry, _locked).Select(refusal => refusal.Message[$"{_entry.Folder} was changed: ".Length..]).Order(StringComparer.Ordinal));
    }

    private void Rewrite(string old, string changed)
    {
        var path = Path.Join(_folder.At("packages", _entry.Key), "entry.json");
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        _ = Stores.Shell(Path.GetDirectoryName(path)!, "chmod u+w entry.json");
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
        _ = Stores.Shell(Path.GetDirectoryName(path)!, "chmod u-w entry.json");
    }
}
