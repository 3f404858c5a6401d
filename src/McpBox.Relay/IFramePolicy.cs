using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>A rule about frames: pure, without I/O, asked once for each whole frame in the order of one visible list.</summary>
public interface IFramePolicy
{
    /// <param name="frame">The frame's bytes without line ending.</param>
    /// <param name="peek">What was found in it.</param>
    /// <returns>Anything but <see cref="Verdict.Forward"/> ends the chain.</returns>
    Verdict Decide(JournalDirection direction, ReadOnlySpan<byte> frame, FramePeek peek);
}

/// <summary>The policies of a session, in order.</summary>
public sealed class PolicyChain(params IFramePolicy[] policies)
{
    public Verdict Decide(JournalDirection direction, ReadOnlySpan<byte> frame, FramePeek peek)
    {
        foreach (var policy in policies)
        {
            var verdict = policy.Decide(direction, frame, peek);
            if (verdict.Action != JournalVerdict.Forward)
            {
                return verdict;
            }
        }

        return Verdict.Forward;
    }
}

/// <summary>
/// stdout belongs to the protocol: a line of the server that is no JSON object or array (a banner, a log line) would end the session in
/// many clients, so it is withheld. What the client sends is always the server's to judge.
/// </summary>
public sealed class WithholdStrayOutput : IFramePolicy
{
    public Verdict Decide(JournalDirection direction, ReadOnlySpan<byte> frame, FramePeek peek)
    {
        ArgumentNullException.ThrowIfNull(peek);
        return direction == JournalDirection.ServerToClient && !peek.IsJson
            ? Verdict.Withhold(RelayCodes.Stray, "the server wrote a line to stdout that is not a JSON-RPC message")
            : Verdict.Forward;
    }
}
