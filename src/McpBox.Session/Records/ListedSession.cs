namespace McpBox.Session.Records;

/// <summary>A session's place in the list; disposing takes it out.</summary>
/// <param name="path">Absolute path of its file.</param>
public sealed class ListedSession(string path) : IDisposable
{
    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start or gc takes it away: its owner is gone by then.
        }
    }
}
