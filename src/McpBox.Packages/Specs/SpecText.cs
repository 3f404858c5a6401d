namespace McpBox.Packages.Specs;

/// <summary>The inverse of <see cref="PackageSpec.ToString"/>.</summary>
public static class SpecText
{
    /// <summary>Reads only what <see cref="PackageSpec.ToString"/> writes, to the letter; null for everything else.</summary>
    public static PackageSpec? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || EcosystemOf(text[..colon]) is not { } ecosystem || text.Any(char.IsControl))
            return null;
        var (rest, program) = Cut(text[(colon + 1)..], '#', 0);
        var (name, wanted) = Cut(rest, '@', 1);
        return name.Length == 0 || wanted is "" || program is "" ? null : new PackageSpec(ecosystem, name, wanted, program);
    }

    /// <summary>Whether a spec is found again by its text: none of its parts is empty or holds what separates them.</summary>
    public static bool IsReversible(PackageSpec spec) => Parse(spec.ToString()) == spec;

    /// <param name="start">A separator before this place belongs to the text, as the @ of an npm scope.</param>
    private static (string Before, string? After) Cut(string text, char separator, int start)
    {
        var place = text.Length > start ? text.IndexOf(separator, start) : -1;
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }

    private static Ecosystem? EcosystemOf(string prefix) => prefix switch
    {
        "npm" => Ecosystem.Npm,
        "pypi" => Ecosystem.PyPi,
        "nuget" => Ecosystem.NuGet,
        "oci" => Ecosystem.Oci,
        _ => null,
    };
}
