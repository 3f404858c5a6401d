using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli;

/// <summary>An engine's refusal, as everything else that is wrong is shown.</summary>
internal static class RefusalPlace
{
    /// <param name="origin">What the engine was asked for because of.</param>
    public static Problem At(this Refusal refusal, Origin origin) => new(origin, refusal.Code, refusal.Message, refusal.Hint);
}
