using System.Collections.Immutable;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>The server's whole environment: four variables of the sandbox's own, what the image sets, and what the profile names.</summary>
internal sealed class EnvironmentPlan(PlanRequest request, PlanReport report)
{
    // What a Docker daemon gives an image that sets none.
    private const string ImagePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // The caller's values mean the host's folders, which are not there inside.
    private static readonly string[] NotPassed = ["PATH", "HOME", "TMPDIR"];

    private readonly SortedDictionary<string, (string Value, EnvironmentSource Source)> _variables = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Values =>
        _variables.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, EnvironmentSource> Sources =>
        _variables.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Source, StringComparer.Ordinal);

    /// <summary>Decides every variable beside the host's toolchain, and reports those that cannot be.</summary>
    /// <param name="programFolders">Folders of mounted interpreters, in front of the toolchain's.</param>
    public void Fill(IEnumerable<string> programFolders)
    {
        _variables["PATH"] = (string.Join(':', programFolders.Append(Toolchain.Path)), EnvironmentSource.Fixed);
        FillOwn();
    }

    /// <summary>The same in an image, whose own variables stand below everything else.</summary>
    public void Fill(ImageFacts image)
    {
        _variables["PATH"] = (ImagePath, EnvironmentSource.Fixed);
        foreach (var variable in image.Environment.Select(entry => entry.Split('=', 2)).Where(variable => variable is [not "", _]))
            Enter(variable[0], variable[1], EnvironmentSource.Image);
        FillOwn();
    }

    private void FillOwn()
    {
        _variables["HOME"] = (SandboxPlaces.Home, EnvironmentSource.Fixed);
        _variables["LANG"] = ("C.UTF-8", EnvironmentSource.Fixed);
        _variables["TMPDIR"] = (SandboxPlaces.Temporary, EnvironmentSource.Fixed);
        if (request.Package is { } package)
        {
            foreach (var (name, value) in package.Environment)
                EnterOf(package, name, value);
        }

        foreach (var name in request.Profile.Environment.Pass)
            Pass(name);
        foreach (var (name, value) in request.Profile.Environment.Set)
            Enter(name, value, EnvironmentSource.Set);
    }

    private void Pass(string name)
    {
        if (NotPassed.Contains(name, StringComparer.Ordinal))
        {
            report.Refuse(
                request.Profile.Origin, "MB2021", $"environment.pass names {name}, whose value on the host means nothing in the sandbox",
                $"remove it; to choose a value, write it under [environment.set]");
        }
        else if (request.CallerEnvironment.TryGetValue(name, out var value))
            Enter(name, value, EnvironmentSource.Pass);
        else
            Check(name, "");
    }

    // Its author chose them: they are held to what a profile may set, and the sandbox's own folders stay the sandbox's.
    private void EnterOf(PackageFiles package, string name, string value)
    {
        if (VariableNames.FaultOfPassed(package.Name, name) is { } fault)
            report.Refuse(request.Profile.Origin, fault.Code, fault.Message, "the package's own program asks for it; use another version of the package, and tell its author");
        else
            Enter(name, value, EnvironmentSource.Fixed);
    }

    private void Enter(string name, string value, EnvironmentSource source)
    {
        if (Check(name, value))
            _variables[name] = (value, source);
    }

    private bool Check(string name, string value)
    {
        if (name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0 && !value.Contains('\0', StringComparison.Ordinal))
            return true;
        report.Refuse(
            request.Profile.Origin, "MB2020", $"{TomlText.Quote(name)} cannot be an environment variable: no empty name, no = in a name, no NUL anywhere",
            "correct it in the profile's environment section, or use another image");
        return false;
    }
}
