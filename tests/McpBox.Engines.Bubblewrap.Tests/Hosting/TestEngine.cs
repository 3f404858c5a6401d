using McpBox.Engines.Bubblewrap.Translation;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>Engines as tests need them: with the published init.</summary>
internal static class TestEngine
{
    public static BubblewrapEngine Plain { get; } = new() { InitFile = TestFiles.Init };

    public static BubblewrapEngine WithoutGroups { get; } = new() { InitFile = TestFiles.Init, FindGroups = static () => [] };

    /// <summary>Starts the server even where the init found something too weak.</summary>
    public static BubblewrapEngine Amended(Func<Invocation, Invocation> amend) =>
        new() { InitFile = TestFiles.Init, Amend = amend, Judge = static _ => null };
}
