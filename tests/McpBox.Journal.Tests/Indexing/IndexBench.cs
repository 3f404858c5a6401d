using McpBox.Journal.Indexing;

namespace McpBox.Journal.Tests.Indexing;

/// <summary>A state folder with journals, their index and its keys.</summary>
internal sealed class IndexBench : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public string Journals => Path.Combine(_scratch.Path, "journal");

    public string Folder => Path.Combine(_scratch.Path, "index");

    public string Keys => Path.Combine(_scratch.Path, "keys");

    public SessionIndex Index => SessionIndex.Beside(Journals, TimeProvider.System);

    public string Day => Directory.GetFiles(Folder).Single();

    public void Dispose() => _scratch.Dispose();

    public JournalWriter Begin(string id)
    {
        var journal = JournalWriter.Create(Journals, "files", id, TimeProvider.System);
        journal.StageEvent("manifest", "{}"u8);
        journal.Commit();
        journal.Enter(Index);
        journal.Stage(Samples.Request("{}"u8));
        journal.Commit();
        return journal;
    }

    public string Record(string id)
    {
        using var journal = Begin(id);
        journal.Seal();
        return journal.Path;
    }

    public string Kill(string id)
    {
        using var journal = Begin(id);
        return journal.Path;
    }

    public JournalVerification Verify(string path) =>
        SessionVerifier.Verify(path, Index.Verify(anchor: null).Sessions.GetValueOrDefault(JournalSession.FromPath(path)!.Id));
}
