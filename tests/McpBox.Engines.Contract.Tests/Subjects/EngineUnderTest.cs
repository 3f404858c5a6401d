using System.Collections.Concurrent;
using McpBox.Engines.Bubblewrap;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Docker;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>One engine of each kind, as the composition root would make it.</summary>
internal static class EngineUnderTest
{
    private static readonly ConcurrentDictionary<Subject, ISandboxEngine> Made = new();

    public static ISandboxEngine Of(Subject subject) => Made.GetOrAdd(subject, static subject => subject.IsContainer()
        ? Docker(subject)
        : new BubblewrapEngine { InitFile = TestFiles.Init });

    /// <summary>Engines whose owner kills itself when the start has come to a step.</summary>
    public static ISandboxEngine DyingAt(Subject subject, string step)
    {
        void Reached<T>(T reached)
            where T : struct, Enum
        {
            if (reached.ToString() == step)
                System.Diagnostics.Process.GetCurrentProcess().Kill();
        }

        return subject.IsContainer()
            ? Docker(subject, Reached)
            : new BubblewrapEngine { InitFile = TestFiles.Init, Reached = Reached };
    }

    private static DockerEngine Docker(Subject subject, Action<StartStep>? reached = null) =>
        new(() => EndpointUrl.Parse(subject.Daemon(), "the tests", static () => null), new GuardProgram(Environment.ProcessPath!, GuardProgram.Verb))
        {
            FindInit = static () => (TestFiles.Init, null),
            Reached = reached ?? (static _ => { }),
        };
}
