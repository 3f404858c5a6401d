using System.Runtime.InteropServices;
using System.Text;

namespace McpBox.Journal.Tests;

/// <summary>Runs alone: the limit holds for the whole process while the test lasts.</summary>
[CollectionDefinition(nameof(FileSizeLimitTests), DisableParallelization = true)]
[Collection(nameof(FileSizeLimitTests))]
public sealed partial class FileSizeLimitTests : IDisposable
{
    private const int FileSize = 1; // RLIMIT_FSIZE

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_file_size_limit_is_a_refusal_and_not_a_dead_process()
    {
        Assert.Equal(0, GetLimit(FileSize, out var before));
        using var journal = Samples.Create(_scratch.Path);
        try
        {
            Assert.Equal(0, SetLimit(FileSize, before with { Soft = 100_000 }));
            var frame = Encoding.ASCII.GetBytes($"\"{new string('x', 70_000)}\"");
            journal.Stage(Samples.Request(frame));
            journal.Commit();
            var failure = Assert.Throws<JournalException>(() => journal.Stage(Samples.Request(frame)));
            Assert.Contains("File too large", failure.Reason, StringComparison.Ordinal);
        }
        finally
        {
            _ = SetLimit(FileSize, before);
        }

        Assert.Single(Samples.Lines(journal.Path));
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
