using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>The server's whole environment: four variables of the sandbox's own, and what the profile names.</summary>
internal sealed class EnvironmentPlan(PlanRequest request, PlanReport report)
{
    // The caller's values mean the host's folders, which are not there inside.
    private static readonly string[] NotPassed = ["PATH", "HOME", "TMPDIR"];

    private readonly SortedDictionary<string, (string Value, EnvironmentSource Source)> _variables = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Values =>
        _variables.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, EnvironmentSource> Sources =>
        _variables.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Source, StringComparer.Ordinal);

    /// <summary>Decides every variable, and reports those that cannot be.</summary>
    /// <param name="programFolders">Folders of mounted interpreters, in front of the toolchain's.</param>
    public void Fill(IEnumerable<string> programFolders)
    {
        _variables["PATH"] = (string.Join(':', programFolders.Append(Toolchain.Path)), EnvironmentSource.Fixed);
        _variables["HOME"] = (SandboxPlaces.Home, EnvironmentSource.Fixed);
        _variables["LANG"] = ("C.UTF-8", EnvironmentSource.Fixed);
        _variables["TMPDIR"] = (SandboxPlaces.Temporary, EnvironmentSource.Fixed);
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
            "correct it in the profile's environment section");
        return false;
    }
}
