using System.Diagnostics;
using System.Globalization;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;
using McpBox.Session.Records;

namespace McpBox.Session.Tests.Records;

public sealed class SessionRecordsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-records-").FullName;
    private readonly SessionRecords _records;

    public SessionRecordsTests() => _records = new SessionRecords(new RunFolder(_folder, "/tmp"), TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Sessions => Path.Combine(_folder, "mcpbox/sessions");

    [Fact]
    public void A_session_is_listed_until_its_end()
    {
        var record = Record("000000000001");
        using (_records.Add(record))
            Assert.Equal([record], _records.Running());
        Assert.Empty(_records.Running());
        Assert.Empty(Directory.GetFiles(Sessions));
    }

    [Fact]
    public void A_record_is_its_owners_alone()
    {
        using var listed = _records.Add(Record("000000000001"));
        var file = Assert.Single(Directory.GetFiles(Sessions));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Sessions));
    }

    [Fact]
    public void The_oldest_stands_first()
    {
        using var second = _records.Add(Record("000000000001") with { Started = DateTimeOffset.UnixEpoch.AddDays(2) });
        using var first = _records.Add(Record("000000000002") with { Started = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(["000000000002", "000000000001"], _records.Running().Select(record => record.Session));
        Assert.Empty(_records.Stale());
    }

    [Fact]
    public void A_session_whose_mcpbox_is_gone_is_stale_and_does_not_run()
    {
        using var process = Process.Start("/bin/sleep", "1000");
        using var listed = _records.Add(Record("000000000001") with { Owner = ProcessIdentity.Of(process.Id)! });
        Assert.Empty(_records.Stale());
        process.Kill();
        process.WaitForExit();
        Assert.Empty(_records.Running());
        Assert.Equal("000000000001.json", Path.GetFileName(Assert.Single(_records.Stale())));
    }

    [Fact]
    public void A_process_that_has_the_owners_number_now_is_not_the_owner()
    {
        var current = ProcessIdentity.Current();
        using var earlier = _records.Add(Record("000000000001") with { Owner = current with { Start = current.Start - 1 } });
        using var otherBoot = _records.Add(Record("000000000002") with { Owner = current with { Boot = "0" } });
        Assert.Empty(_records.Running());
        Assert.Equal(2, _records.Stale().Length);
    }

    [Fact]
    public void An_owner_whose_number_is_of_another_pid_namespace_may_live_and_keeps_its_place()
    {
        var elsewhere = ProcessIdentity.Current() with { Id = int.MaxValue, Start = 1, Namespace = 1 };
        using var sandboxed = _records.Add(Record("000000000001") with { Owner = elsewhere });
        using var beforeTheBoot = _records.Add(Record("000000000002") with { Owner = elsewhere with { Boot = "0" } });
        Assert.Equal(["000000000001"], _records.Running().Select(record => record.Session));
        Assert.Equal("000000000002.json", Path.GetFileName(Assert.Single(_records.Stale())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"v":2}""")]
    [InlineData("""{"v":1,"session":null}""")]
    [InlineData("""{"v":1,"session":"a","server":"b","profile":"c","engine":"d","pid":99999999999}""")]
    [InlineData("""{"v":1,"session":"a","server":"b","profile":"c","engine":"d","pid":1,"start":1,"boot":"x","started":"never","journal":"","client":""}""")]
    public void What_is_no_whole_record_is_not_listed_and_is_stale_after_a_minute(string text)
    {
        using (_records.Add(Record("000000000001")))
        {
        }

        var file = Path.Combine(Sessions, "000000000002.json");
        File.WriteAllText(file, text);
        Assert.Empty(_records.Running());
        Assert.Empty(_records.Stale());
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-2));
        Assert.Equal([file], _records.Stale());
    }

    [Fact]
    public void Where_no_session_ever_ran_there_is_nothing()
    {
        Assert.Empty(_records.Running());
        Assert.Empty(_records.Stale());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_run_folder_that_is_open_to_others_is_not_used()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mcpbox"));
        File.SetUnixFileMode(Path.Combine(_folder, "mcpbox"), (UnixFileMode)Convert.ToInt32("777", 8));
        Assert.Throws<IOException>(() => _records.Add(Record("000000000001")));
        Assert.Throws<IOException>(() => _records.Running());
    }

    private static SessionRecord Record(string session) => new()
    {
        Session = session,
        Server = "files",
        Profile = "strict",
        Engine = "bubblewrap",
        Owner = ProcessIdentity.Current(),
        Started = DateTimeOffset.Parse("2026-11-20T12:00:00.1234567Z", CultureInfo.InvariantCulture),
        Journal = "/home/ada/.local/state/mcpbox/journal/x.jsonl",
        Client = "claude \"x\"",
    };
}
