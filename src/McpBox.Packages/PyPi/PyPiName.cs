using System.Text.RegularExpressions;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;

namespace McpBox.Packages.PyPi;

/// <summary>Names and versions as pip takes them.</summary>
internal static partial class PyPiName
{
    /// <summary>PEP 503: lower case, runs of <c>-_.</c> are one hyphen.</summary>
    public static string Normalize(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    /// <summary>PEP 508.</summary>
    public static bool IsName(string name) => name.Length <= 200 && NamePattern().IsMatch(name);

    /// <summary>What pip is asked for: <c>name[extra]&gt;=1,&lt;2</c>. Nothing else that pip would take in a requirement's place: no address, path, option or marker.</summary>
    /// <exception cref="PackageException">It is no such thing (MB6432).</exception>
    public static string Requirement(PackageSpec spec)
    {
        var wanted = spec.Wanted is null or "latest" ? "" : spec.Wanted.Replace(" ", "", StringComparison.Ordinal);
        if (wanted.Length > 0 && wanted[0] is not ('[' or '=' or '<' or '>' or '!' or '~'))
            wanted = $"=={wanted}";
        return IsName(spec.Name) && WantedPattern().IsMatch(wanted)
            ? Normalize(spec.Name) + wanted
            : throw new PackageException(PyPiRefusals.SpecUnusable(ShownText.Of(spec.ToString())));
    }

    /// <summary>The one version that a requirement allows, or null.</summary>
    public static string? ExactVersion(string requirement)
    {
        var match = ExactPattern().Match(requirement);
        return match.Success ? match.Groups["version"].Value : null;
    }

    [GeneratedRegex(@"[-_.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(?:\[[A-Za-z0-9._,-]{1,200}\])?(?:(?:===?|~=|!=|<=?|>=?)[A-Za-z0-9.!+*_-]{1,100}(?:,|\z))*\z", RegexOptions.NonBacktracking)]
    private static partial Regex WantedPattern();

    [GeneratedRegex(@"===?(?<version>[A-Za-z0-9.!+_-]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex ExactPattern();
}
