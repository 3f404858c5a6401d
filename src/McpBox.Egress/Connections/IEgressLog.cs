namespace McpBox.Egress.Connections;

/// <summary>Where the broker's events are recorded.</summary>
public interface IEgressLog
{
    /// <summary>Records an event. Any thread.</summary>
    /// <returns>False where it could not be: what it is about must not happen.</returns>
    Task<bool> RecordAsync(EgressEvent happened);
}
