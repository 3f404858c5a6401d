namespace McpBox.Packages.Specs;

/// <summary>What was asked for, before anything is looked up: <c>npm:@scope/pkg@^1.2</c>.</summary>
/// <param name="Name">As the ecosystem writes it: <c>@scope/pkg</c>, <c>mcp-server-time</c> (normalised by PEP 503), <c>Contoso.Mcp</c>, an image's reference without its tag.</param>
/// <param name="Wanted">Version, range, tag or specifier in the ecosystem's own syntax; null for its newest release.</param>
/// <param name="Program">Which of the package's programs is meant; null for its only one, or the one that is called like the package.</param>
public sealed record PackageSpec(Ecosystem Ecosystem, string Name, string? Wanted, string? Program = null)
{
    /// <summary>The one way in which a spec is written, by which the lock file finds it: <c>npm:@scope/pkg@^1.2#program</c>.</summary>
    public override string ToString() =>
        $"{Prefix}:{Name}" + (Wanted is null ? "" : $"@{Wanted}") + (Program is null ? "" : $"#{Program}");

    private string Prefix => Ecosystem switch
    {
        Ecosystem.Npm => "npm",
        Ecosystem.PyPi => "pypi",
        Ecosystem.NuGet => "nuget",
        _ => "oci",
    };
}
