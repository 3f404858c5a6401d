namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>The bound on mcpbox's memory that README and issue promise.</summary>
internal static class Limits
{
    public const long Mebibyte = 1 << 20;

    /// <summary>Largest frame that is relayed by default, without its line feed.</summary>
    public const long MaxFrame = 64 * Mebibyte;

    /// <summary>Peak resident memory stays within 64 MiB and the largest frame.</summary>
    public static void AssertMemory(RawSession session, long largestFrame = 0)
    {
        var peak = session.PeakMemory;
        Assert.True(peak > 0, "no sample was taken: the session was too short to measure");
        Assert.True(peak <= 64 * Mebibyte + largestFrame, $"peak {peak / 1024} KiB for a largest frame of {largestFrame / 1024} KiB");
    }
}
