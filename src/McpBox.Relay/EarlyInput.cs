using System.Collections.Immutable;
using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>What a client wrote before its session could begin.</summary>
/// <param name="Kept">Whole frames and perhaps the beginning of one, verbatim, in their order: relayed as if they were read now.</param>
/// <param name="Answered">Pings that mcpbox answered itself; they are not among the kept.</param>
public sealed record EarlyInput(ReadOnlyMemory<byte> Kept, ImmutableArray<EarlyAnswer> Answered)
{
    public static EarlyInput None { get; } = new(default, []);
}

/// <summary>A request that mcpbox answered itself.</summary>
/// <param name="Frame">Without its line ending.</param>
/// <param name="Answer">One line with its line feed.</param>
public sealed record EarlyAnswer(ReadOnlyMemory<byte> Frame, FrameEnd End, ReadOnlyMemory<byte> Answer);
