namespace McpBox.Export.Tests.Receiving;

/// <summary>What every wait of these tests is bounded by; none of them gets near it.</summary>
internal static class Patience
{
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
