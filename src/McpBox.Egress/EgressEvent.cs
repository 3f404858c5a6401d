using System.Net;

namespace McpBox.Egress;

/// <summary>What the broker did, for the journal.</summary>
public abstract record EgressEvent
{
    /// <summary>A connection is about to be made.</summary>
    /// <param name="Number">Of the session, from 1.</param>
    /// <param name="Name">As the list has it or a wildcard covers it.</param>
    /// <param name="Address">What the name led to, and what is connected to.</param>
    /// <param name="Rule">The entry of the list.</param>
    public sealed record Connecting(long Number, string Name, IPEndPoint Address, string Rule) : EgressEvent;

    /// <summary>A connection has ended.</summary>
    /// <param name="Sent">Bytes from the server.</param>
    /// <param name="Received">Bytes to the server.</param>
    /// <param name="Named">What TLS or HTTP named; null for neither.</param>
    public sealed record Ended(long Number, string Name, int Port, string? Named, long Sent, long Received, TimeSpan Duration) : EgressEvent;

    /// <summary>Something was refused.</summary>
    /// <param name="Number">Of the connection; 0 for a name that was asked for.</param>
    /// <param name="Name">What was asked for or connected to; from the server, and thus anything.</param>
    /// <param name="Port">0 where none is known.</param>
    /// <param name="Code">One of <see cref="EgressCodes"/>.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Refused(long Number, string Name, int Port, string Code, string Reason) : EgressEvent;
}
