namespace McpBox.Packages.Specs;

/// <summary>Reads what <see cref="PackageSpec.ToString"/> writes.</summary>
public static class SpecText
{
    /// <returns>Null where it is none.</returns>
    public static PackageSpec? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        Ecosystem? ecosystem = colon < 0 ? null : text[..colon] switch
        {
            "npm" => Ecosystem.Npm,
            "pypi" => Ecosystem.PyPi,
            "nuget" => Ecosystem.NuGet,
            "oci" => Ecosystem.Oci,
            _ => null,
        };
        if (ecosystem is not { } kind)
            return null;
        var rest = text[(colon + 1)..];
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var program = hash < 0 ? null : rest[(hash + 1)..];
        rest = hash < 0 ? rest : rest[..hash];

        // A scope begins with an at sign that separates nothing.
        var at = rest.IndexOf('@', rest.StartsWith('@') ? 1 : 0);
        var spec = new PackageSpec(kind, at < 0 ? rest : rest[..at], at < 0 ? null : rest[(at + 1)..], program);
        return spec.Name.Length > 0 && spec.Wanted != "" && spec.Program != "" && spec.ToString() == text ? spec : null;
    }
}
