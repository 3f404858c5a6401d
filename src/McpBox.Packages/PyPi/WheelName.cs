using System.Text.RegularExpressions;

namespace McpBox.Packages.PyPi;

/// <summary>The name of a wheel's file, taken apart (binary distribution format): <c>name-version(-build)-python-abi-platform.whl</c>.</summary>
/// <param name="Project">Normalised by PEP 503.</param>
internal sealed partial record WheelName(string Project, string Version, string Python, string Abi, string Platform)
{
    /// <summary>Null for what is no wheel, or has characters that no wheel's name needs.</summary>
    public static WheelName? Parse(string file)
    {
        var match = file.Length <= 300 ? Pattern().Match(file) : Match.Empty;
        return match.Success
            ? new WheelName(
                PyPiName.Normalize(match.Groups["name"].Value), match.Groups["version"].Value.Replace('_', '-'), match.Groups["python"].Value, match.Groups["abi"].Value, match.Groups["platform"].Value)
            : null;
    }

    /// <summary>The version in the name of a source archive of the project, or null.</summary>
    public static string? SourceVersion(string project, string file)
    {
        var match = file.Length <= 300 ? SourcePattern().Match(file) : Match.Empty;
        return match.Success && PyPiName.Normalize(match.Groups["name"].Value) == project ? match.Groups["version"].Value : null;
    }

    /// <summary>Each of the three may be a set, joined by dots (PEP 425): one combination that fits is enough.</summary>
    public bool Fits(IReadOnlySet<string> tags) => Python.Split('.').Any(python => Abi.Split('.').Any(abi => Platform.Split('.').Any(platform => tags.Contains($"{python}-{abi}-{platform}"))));

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9._]+)-(?<version>[A-Za-z0-9.!+_]+)(?:-[0-9][A-Za-z0-9._]*)?-(?<python>[A-Za-z0-9._]+)-(?<abi>[A-Za-z0-9._]+)-(?<platform>[A-Za-z0-9._]+)\.whl\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9._-]+)-(?<version>[0-9][A-Za-z0-9.!+_]*)\.(?:tar\.gz|zip|tar\.bz2|tgz)\z", RegexOptions.NonBacktracking)]
    private static partial Regex SourcePattern();
}
