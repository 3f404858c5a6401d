using McpBox.Packages.Building;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.PyPi;

/// <summary>An image whose Python says of itself what its maker likes.</summary>
/// <param name="lie">From the true answer, what is answered.</param>
internal sealed class LyingSandbox(Func<string, string> lie, string toolchain = "image sha256:00 linux-x64") : IBuildSandbox
{
    private readonly BareSandbox _honest = new(toolchain);

    public string Toolchain => toolchain;

    public BuildOutcome Run(BuildStep step, CancellationToken cancellationToken)
    {
        var outcome = _honest.Run(step, cancellationToken);
        if (step.Arguments[^1].EndsWith("/python.json", StringComparison.Ordinal))
            File.WriteAllText(step.Arguments[^1], lie(File.ReadAllText(step.Arguments[^1])));
        return outcome;
    }
}
