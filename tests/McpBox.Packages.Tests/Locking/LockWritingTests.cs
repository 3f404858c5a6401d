using McpBox.Packages.Locking;

namespace McpBox.Packages.Tests.Locking;

public sealed class LockWritingTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string FilePath => _folder.At(LockFile.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writers_at_once_lose_none_of_each_others_packages()
    {
        const int Each = 15;
        var writers = Enumerable.Range(0, 3).Select(number => $"{(char)('a' + number)}").Select(name => OwnProcess.Start(LockWriter.Verb, FilePath, name, $"{Each}")).ToList();
        foreach (var writer in writers)
            Assert.Equal("ready", await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        foreach (var writer in writers)
            writer.StandardInput.Close();
        foreach (var writer in writers)
        {
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, writer.ExitCode);
            writer.Dispose();
        }

        Assert.Equal(3 * Each, LockFile.Read(FilePath).Packages.Length);
    }

    [Fact]
    public void A_lock_file_can_be_read_by_all_and_written_by_its_owner()
    {
        LockFile.Empty.Write(FilePath);

        Assert.Equal((UnixFileMode)0x1a4, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void What_a_killed_writer_left_is_in_nobodys_way()
    {
        File.WriteAllText(_folder.At(".mcpbox.lock.new"), "half");

        LockFile.Empty.With(Locks.Package()).Write(FilePath);

        Assert.Single(LockFile.Read(FilePath).Packages);
        Assert.Equal([".mcpbox.lock.guard", "mcpbox.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_lock_file_that_is_a_link_stays_one_and_its_target_is_replaced()
    {
        Directory.CreateDirectory(_folder.At("dotfiles"));
        LockFile.Empty.Write(_folder.At("dotfiles", "real.lock"));
        File.CreateSymbolicLink(FilePath, "dotfiles/real.lock");

        _ = LockFile.Update(FilePath, file => file.With(Locks.Package()));

        Assert.Equal("dotfiles/real.lock", new FileInfo(FilePath).LinkTarget);
        Assert.Single(LockFile.Read(_folder.At("dotfiles", "real.lock")).Packages);
        Assert.Single(LockFile.Read(FilePath).Packages);
    }

    [Fact]
    public void A_link_to_a_file_that_others_may_write_is_not_believed()
    {
        Directory.CreateDirectory(_folder.At("shared"));
        Locks.Write(_folder, Locks.OnePackage, "shared/real.lock");
        File.SetUnixFileMode(_folder.At("shared"), (UnixFileMode)0x1ff);
        File.CreateSymbolicLink(FilePath, "shared/real.lock");

        Assert.Equal("MB6104", Assert.Single(LockFile.Load(FilePath).Problems).Code);
    }

    [Fact]
    public void A_link_to_nowhere_is_neither_an_empty_lock_nor_written_through()
    {
        File.CreateSymbolicLink(FilePath, _folder.At("nowhere"));

        Assert.Equal("MB6102", Assert.Single(LockFile.Load(FilePath).Problems).Code);
        Assert.Equal("MB6112", Assert.Throws<PackageException>(() => LockFile.Empty.Write(FilePath)).Refusal.Code);
        Assert.False(File.Exists(_folder.At("nowhere")));
    }

    [Fact]
    public void A_file_with_problems_is_not_changed()
    {
        var path = Locks.Write(_folder, "version = 7\n");

        Assert.Equal("MB6106", Assert.Throws<PackageException>(() => LockFile.Update(path, file => file.With(Locks.Package()))).Refusal.Code);
        Assert.Equal("version = 7\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_change_that_fails_leaves_the_file_as_it_was_and_free_for_the_next()
    {
        LockFile.Empty.With(Locks.Package()).Write(FilePath);

        Assert.Throws<PackageException>(() => LockFile.Update(FilePath, file => file.With(Locks.Package("a@b"))));

        Assert.Equal(2, LockFile.Update(FilePath, file => file.With(Locks.Package("other"))).Packages.Length);
    }
}
