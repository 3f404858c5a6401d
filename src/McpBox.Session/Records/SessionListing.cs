using McpBox.Posix.Processes;

namespace McpBox.Session.Records;

/// <summary>A starting session's dealings with the list. Nobody's session fails because it cannot be listed.</summary>
internal static class SessionListing
{
    /// <summary>Lists the session, and takes out those whose mcpbox was killed.</summary>
    /// <returns>Null when it could not be listed.</returns>
    public static ListedSession? TryAdd(SessionRequest request, string journal, string client)
    {
        try
        {
            foreach (var path in request.Records.Stale())
                File.Delete(path);
            return request.Records.Add(new SessionRecord
            {
                Session = request.SessionId,
                Server = request.Plan.Name,
                Profile = request.Plan.Profile,
                Engine = request.Engine.Name,
                Owner = ProcessIdentity.Current(),
                Started = request.Time.GetUtcNow(),
                Journal = journal,
                Client = client,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            request.Diagnostic($"not listed for ps: {exception.Message}");
            return null;
        }
    }
}
