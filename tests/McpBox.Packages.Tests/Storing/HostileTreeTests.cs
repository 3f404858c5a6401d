using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

/// <summary>What strangers' build programs may leave in the folder that becomes an entry.</summary>
public sealed class HostileTreeTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly PackageStore _store;

    public HostileTreeTests()
    {
        _store = Stores.At(Root);
    }

    private string Root => _folder.At("packages");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ln -s /etc/passwd out")]
    [InlineData("ln -s .. out")]
    [InlineData("ln -s ../manifest out")]
    [InlineData("mkdir -p a/b; ln -s ../../.. a/b/out")]
    [InlineData("mkdir -p a; ln -s .. a/up; ln -s a/up/.. out")]
    [InlineData("mkdir -p a; ln -s a/.. here; ln -s here/../x out")]
    [InlineData("ln -s nothing/../../x out")]
    [InlineData("ln -s ./a/../../x out")]
    [InlineData("ln -s ////etc out")]
    public void A_link_that_leads_out_is_refused(string script) => AssertRefused("MB6202", script);

    [Theory]
    [InlineData("mkfifo pipe")]
    [InlineData("ln ../../../outside inside")]
    [InlineData("ln ../../../outside one; ln ../../../outside two")]
    public void What_is_shared_with_the_world_or_no_file_is_refused(string script)
    {
        File.WriteAllText(_folder.At("outside"), "x");
        File.SetUnixFileMode(_folder.At("outside"), (UnixFileMode)0x1a4);

        AssertRefused("MB6202", script);

        Assert.Equal((UnixFileMode)0x1a4, File.GetUnixFileMode(_folder.At("outside")));
    }

    [Fact]
    public void A_socket_is_refused() => AssertRefused("MB6202", folder =>
    {
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(here.Length < folder.Length ? here : folder, "s")));
        return Stores.Start;
    });

    [Fact]
    public void Folders_deeper_than_any_package_has_are_refused_and_removed() => AssertRefused("MB6203", """
        for i in 1 2 3 4; do mkdir -p "$(printf 'a-folder-with-a-name-of-forty-characters/%.0s' $(seq 40))"; cd -P a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*
        cd -P a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*/a*; done; : >file
        """);

    [Theory]
    [InlineData("ln -s x/../y in; mkdir x; : >y")]
    [InlineData("ln -s nothing in")]
    [InlineData("ln -s in in")]
    [InlineData("mkdir a; ln -s ../b a/in; ln -s a b")]
    [InlineData("ln -s . here; ln -s here/here/here/file in; : >file")]
    [InlineData(": >one; ln one two")]
    [InlineData("mkdir shut; : >shut/file; chmod 0 shut/file; chmod 0 shut")]
    [InlineData(": >suid; chmod 6755 suid; mkdir sticky; chmod 1777 sticky")]
    public void What_stays_inside_is_stored(string script)
    {
        var entry = _store.Build(Stores.Package, folder => Stores.Shell(folder, script));

        Assert.Empty(_store.Verify(entry, Stores.Package with { Tree = entry.Tree }));
    }

    [Fact]
    public void Any_name_is_kept_byte_for_byte()
    {
        const string Script = """
            : >'with space'; : >"$(printf 'new\nline')"; : >"$(printf 'not\377utf8')"; : >'back\slash'; : >'back\x5cslash'
            : >-rf; : >"$(printf 'right\342\200\256left')"; : >'*'; mkdir 'a b' a-b a; : >a/c; ln -s 'with space' 'l k'; : >...; : >"$(printf '\001')"
            """;

        var entry = _store.Build(Stores.Package, folder => Stores.Shell(folder, Script));

        Assert.Empty(_store.Verify(entry, Stores.Package with { Tree = entry.Tree }));
        var manifest = File.ReadAllLines(Path.Join(entry.Folder, "manifest"));
        Assert.Equal(17, manifest.Length);
        Assert.Contains(manifest, line => line.EndsWith(@" not\xffutf8", StringComparison.Ordinal));
        Assert.Contains(manifest, line => line.EndsWith(@" new\x0aline", StringComparison.Ordinal));
        Assert.Contains(manifest, line => line.EndsWith(@" back\x5cslash", StringComparison.Ordinal));
        Assert.Contains(manifest, line => line.EndsWith(@" back\x5cx5cslash", StringComparison.Ordinal));
        Assert.Contains(@"l with\x20space l\x20k", manifest);
        Assert.True(Assert.Single(_store.Collect(new HashSet<string>(), remove: true).Findings).Removed);
    }

    private void AssertRefused(string code, string script) => AssertRefused(code, folder => Stores.Shell(folder, script));

    private void AssertRefused(string code, Func<string, Building.StartCommand> fill)
    {
        Assert.Equal(code, Assert.Throws<PackageException>(() => _store.Build(Stores.Package, fill)).Refusal.Code);
        Assert.Equal([$".lock-{PackageStore.KeyOf(Stores.Package)}"], Stores.NamesIn(Root));
    }
}
