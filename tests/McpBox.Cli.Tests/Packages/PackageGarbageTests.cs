using System.Runtime.Versioning;
using McpBox.Cli.Packages;
using McpBox.Cli.Sessions;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class PackageGarbageTests : IDisposable
{
    private readonly PackageDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void What_a_lock_names_stays_and_what_none_names_goes()
    {
        _desk.Lock("npm:a");
        var old = _desk.Key;
        _desk.Registry.Version = "2.0.0";
        _desk.Update("npm:a", "--yes");
        Assert.Equal((ExitCodes.Ok, $"would remove the store's {old}: no lock names it\n", ""), Collect(dryRun: true));
        Assert.NotNull(_desk.Parts.Store.Find(old));
        Assert.Equal((ExitCodes.Ok, $"removed the store's {old}: no lock names it\n", ""), Collect(dryRun: false));
        Assert.Null(_desk.Parts.Store.Find(old));
        Assert.NotNull(_desk.Parts.Store.Find(_desk.Key));
    }

    [Fact]
    public void What_a_session_holds_stays()
    {
        _desk.Lock("npm:a");
        var key = _desk.Key;
        File.Delete(_desk.LockPath);
        using (_desk.Parts.Store.Find(key)!.Hold())
            Assert.Equal((ExitCodes.Ok, "", "nothing to remove\n"), Collect(dryRun: false));
        Assert.Equal(ExitCodes.Ok, Collect(dryRun: false).Code);
        Assert.Null(_desk.Parts.Store.Find(key));
    }

    [Fact]
    public void Without_a_lock_that_can_be_read_nothing_goes()
    {
        _desk.Lock("npm:a");
        var key = _desk.Key;
        File.AppendAllText(_desk.LockPath, "[");
        Assert.Equal(ExitCodes.SandboxFailed, Collect(dryRun: false).Code);
        Assert.NotNull(_desk.Parts.Store.Find(key));
    }

    private (int Code, string Output, string Error) Collect(bool dryRun)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var removal = new Removal(dryRun, output, error);
        new PackageGarbage(_desk.Parts).Remove(removal, dryRun);
        return (removal.Finish(), output.ToString(), error.ToString());
    }
}
