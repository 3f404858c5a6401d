using McpBox.Sandbox;
using McpBox.Session.Records;

namespace McpBox.Cli.Sessions;

/// <summary>One line of <c>mcpbox ps</c>.</summary>
/// <param name="Profile">Empty, like what follows it, where only an engine knows of the session.</param>
/// <param name="Pid">Of its mcpbox.</param>
/// <param name="OwnerAlive">False for what a killed mcpbox left.</param>
internal sealed record SessionRow(
    string Session, string Server, string Profile, string Engine, int? Pid, DateTimeOffset? Started, string Client, string Journal, bool OwnerAlive)
{
    public static SessionRow Of(SessionRecord record) => new(
        record.Session, record.Server, record.Profile, record.Engine, record.Owner.Id, record.Started, record.Client, record.Journal, OwnerAlive: true);

    public static SessionRow Of(SandboxTrace trace) =>
        new(trace.Session, trace.Server, "", trace.Engine, null, null, "", "", trace.OwnerAlive);
}
