using System.Collections.Immutable;
using McpBox.Cli.Log;
using McpBox.Sandbox;

namespace McpBox.Cli.Sessions;

/// <summary>What the engines know of sandboxes. One that cannot be asked is told of on stderr, and not missed: most machines have no daemon.</summary>
internal sealed class EngineTraces(ImmutableArray<(string Name, Func<ISandboxEngine> Reach)> engines, TextWriter error)
{
    public ImmutableArray<(ISandboxEngine Engine, SandboxTrace Trace)> Find() => [.. engines.SelectMany(engine => Of(engine.Name, engine.Reach))];

    private IEnumerable<(ISandboxEngine Engine, SandboxTrace Trace)> Of(string name, Func<ISandboxEngine> reach)
    {
        try
        {
            var engine = reach();
            return [.. engine.FindTraces().Select(trace => (engine, trace))];
        }
        catch (SandboxException exception)
        {
            error.WriteLine($"mcpbox: {name} was not asked: {exception.Refusal.Code} {VisibleText.Of(exception.Refusal.Message)}");
            return [];
        }
    }
}
