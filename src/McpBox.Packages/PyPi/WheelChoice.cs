using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Sandbox;

namespace McpBox.Packages.PyPi;

/// <summary>A wheel that pip may choose.</summary>
internal sealed record OfferedWheel(PyPiIndex Index, string Project, string Version, SimpleFile File)
{
    public string Sha256 => File.Sha256!;

    /// <summary>On the gateway. The hash makes it unique; the name is what pip reads version and tags from.</summary>
    public string Path => $"/files/{Sha256}/{Uri.EscapeDataString(File.Name)}";
}

/// <summary>A version that pip is not shown, and why.</summary>
internal sealed record HiddenVersion(string Version, Refusal Refusal, bool IsNews);

/// <summary>Decides which files of a project exist for pip: wheels for this Python, with a hash, of the index's own host, old enough and not withdrawn.</summary>
internal sealed class WheelChoice(PyPiIndex index, string project, PythonRuntime python, ResolveOptions options, DateTimeOffset now)
{
    private readonly List<OfferedWheel> _offered = [];
    private readonly Dictionary<string, HiddenVersion> _hidden = new(StringComparer.Ordinal);

    /// <summary>In the index's order.</summary>
    public ImmutableArray<OfferedWheel> Offered => [.. _offered];

    /// <summary>Versions of which nothing is offered, each with the reason that came first.</summary>
    public ImmutableArray<HiddenVersion> Hidden => [.. _hidden.Values];

    /// <exception cref="PackageException">The whole project is withdrawn (MB6437).</exception>
    public WheelChoice Take(SimpleProject page)
    {
        if (page.Status == "quarantined" || (page.Status == "deprecated" && !options.AllowDeprecated))
            throw new PackageException(PyPiRefusals.Yanked(project, "", $"the project is {page.Status}"));
        var sources = page.Files.Select(file => WheelName.SourceVersion(project, file.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var file in page.Files)
        {
            if (WheelName.Parse(file.Name) is { } wheel && wheel.Project == project)
                Take(file, wheel);
        }

        foreach (var version in sources)
            Hide(version, PyPiRefusals.NoWheel(project, version, "has source archives only"), isNews: false);
        foreach (var offered in _offered)
            _ = _hidden.Remove(offered.Version);
        return this;
    }

    private void Take(SimpleFile file, WheelName wheel)
    {
        if (Objection(file, wheel) is not { } refusal)
            _offered.Add(new OfferedWheel(index, project, wheel.Version, file));
        else
            Hide(wheel.Version, refusal, isNews: refusal.Code is not ("MB6438" or "MB6437"));
    }

    private Refusal? Objection(SimpleFile file, WheelName wheel)
    {
        if (!wheel.Fits(python.Tags))
            return PyPiRefusals.NoWheel(project, wheel.Version, $"has no wheel for {python.Label} on this machine");
        if (file.Yanked is { } reason && !options.AllowDeprecated)
            return PyPiRefusals.Yanked(project, wheel.Version, reason);
        if (file.Sha256 is null)
            return PyPiRefusals.NoHash(project, file.Name, index.Name);
        if (index.Locate(project, file, out var host) is null)
            return PyPiRefusals.ForeignFile(project, file.Name, host, index.Name);
        if (options.MinAge <= TimeSpan.Zero)
            return null;
        if (file.Uploaded is not { } uploaded)
            return PyPiRefusals.NoUploadTime(project, wheel.Version, index.Name);
        return now - uploaded < options.MinAge ? PyPiRefusals.TooYoung(project, wheel.Version, uploaded, options.MinAge) : null;
    }

    // A version has many wheels for others, which explain nothing where one for us was refused.
    private void Hide(string version, Refusal refusal, bool isNews)
    {
        if (!_hidden.TryGetValue(version, out var known) || (known.Refusal.Code == "MB6438" && refusal.Code != "MB6438"))
            _hidden[version] = new HiddenVersion(version, refusal, isNews);
    }
}
