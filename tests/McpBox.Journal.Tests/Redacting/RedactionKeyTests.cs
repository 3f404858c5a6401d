using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>The key of the hashes in markers.</summary>
public sealed class RedactionKeyTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Keys => Path.Combine(_scratch.Path, "mcpbox", "keys");

    private string KeyFile => Path.Combine(Keys, RedactionKey.FileName);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_key_is_made_once_and_only_for_its_owner()
    {
        var key = RedactionKey.OpenOrCreate(Keys);
        Assert.Equal(32, key.Length);
        Assert.Equal(key, RedactionKey.OpenOrCreate(Keys));
        Assert.Equal("700 600\n", Shell.Run($"stat -c %a '{Keys}' '{KeyFile}' | paste -sd ' '").Output);
        Assert.Equal([KeyFile], Directory.GetFiles(Keys));
    }

    [Fact]
    public void Sessions_that_start_at_once_get_one_key()
    {
        var keys = new string[8];
        using var together = new Barrier(keys.Length);
        var threads = Enumerable.Range(0, keys.Length).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            keys[i] = Convert.ToHexString(RedactionKey.OpenOrCreate(Keys));
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Single(keys.Distinct());
    }

    [Theory]
    [InlineData("chmod 644 FILE", "MB4302")]
    [InlineData("chmod 640 FILE", "MB4302")]
    [InlineData("chmod 755 FOLDER", "MB4302")]
    [InlineData("truncate -s 31 FILE", "MB4301")]
    [InlineData("truncate -s 33 FILE", "MB4301")]
    [InlineData("mv FILE FOLDER/x; ln -s x FILE", "MB4301")]
    [InlineData("rm FILE; mkdir FILE", "MB4301")]
    [InlineData("rm FILE; mkfifo -m 600 FILE", "MB4301")]
    public void A_key_that_others_could_know_is_refused(string change, string code)
    {
        _ = RedactionKey.OpenOrCreate(Keys);
        Shell.Run(change.Replace("FILE", $"'{KeyFile}'", StringComparison.Ordinal).Replace("FOLDER", $"'{Keys}'", StringComparison.Ordinal));
        Assert.Equal(code, Assert.Throws<JournalException>(() => RedactionKey.OpenOrCreate(Keys)).Code);
    }
}
