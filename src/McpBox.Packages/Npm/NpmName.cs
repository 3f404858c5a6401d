using System.Text.RegularExpressions;

namespace McpBox.Packages.Npm;

/// <summary>Names and versions as they may stand in a path: what is none of them never reaches a registry or a disk.</summary>
internal static partial class NpmName
{
    /// <summary>Old packages have capitals; nothing has a dot first, a slash beside the scope's, or a percent sign.</summary>
    public static bool IsName(string text) => text.Length <= 214 && Name().IsMatch(text);

    public static bool IsVersion(string text) => text.Length <= 256 && Version().IsMatch(text);

    /// <summary>A version, a range of versions or a tag; never an address, an alias or a path.</summary>
    public static bool IsWanted(string text) => text.Length is > 0 and <= 256 && Wanted().IsMatch(text);

    /// <summary><c>@scope</c>; null without one.</summary>
    public static string? Scope(string name) => name.StartsWith('@') ? name[..name.IndexOf('/', StringComparison.Ordinal)] : null;

    /// <summary>As registries lay them out: <c>@scope/x/-/x-1.2.3.tgz</c>.</summary>
    public static string TarballPath(string name, string version) => $"{name}/-/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}-{version}.tgz";

    /// <summary>What a registry is asked for: the scope's slash is escaped, as npm does.</summary>
    public static string PackumentPath(string name) => name.Replace("/", "%2f", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(@[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)?[A-Za-z0-9_~-][A-Za-z0-9._~-]*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9]{1,15}\.[0-9]{1,15}\.[0-9]{1,15}(-[A-Za-z0-9.-]+)?(\+[A-Za-z0-9.-]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[A-Za-z0-9_.+*^~<>=| -]+\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Wanted();
}
