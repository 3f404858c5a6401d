namespace McpBox.Packages.Specs;

/// <summary>Where packages come from: each has its own registry protocol, versions and lock format.</summary>
public enum Ecosystem
{
    /// <summary>The npm registry protocol; <c>npm:</c>.</summary>
    Npm,

    /// <summary>A simple index (PEP 503, PEP 691); <c>pypi:</c>.</summary>
    PyPi,

    /// <summary>A NuGet v3 feed or a folder of packages; <c>nuget:</c>.</summary>
    NuGet,

    /// <summary>An image of an OCI registry; <c>oci:</c>.</summary>
    Oci,
}
