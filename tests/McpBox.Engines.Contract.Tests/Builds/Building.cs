using System.Collections.Immutable;
using McpBox.Cli.Packages;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Packages.Building;
using McpBox.Session.Planning;

namespace McpBox.Engines.Contract.Tests.Builds;

/// <summary>Steps of a build on an engine under test.</summary>
internal static class Building
{
    /// <summary>Where a listening socket can be passed out.</summary>
    public static TheoryData<Subject> Subjects => [Subject.Bubblewrap, Subject.DockerFifo, Subject.PodmanFifo];

    public static BuildSandbox On(Subject subject) => new(EngineUnderTest.Of(subject), Image(subject));

    public static BuildStep Script(string folder, string script, params ImmutableArray<string> arguments) => new()
    {
        Program = "sh",
        Arguments = ["-c", script, .. arguments],
        Folder = folder,
        TimeLimit = TimeSpan.FromMinutes(1),
    };

    public static BuildStep Node(string folder, string script, params ImmutableArray<string> arguments) =>
        Script(folder, "") with { Program = "node", Arguments = ["-e", script, .. arguments] };

    private static ImageFacts? Image(Subject subject) => Hosting.ContractPlan.For("sh").On(subject).Image is { } image ? new ImageFacts(image) : null;
}
