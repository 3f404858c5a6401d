using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>Decides where the server starts.</summary>
internal sealed class WorkingDirectory(PlanRequest request, MountTable mounts, PlanReport report)
{
    /// <summary>Never fails: a choice that cannot be honoured is reported.</summary>
    /// <param name="relativeScript">True when the script was named relative to the current directory.</param>
    /// <returns>
    /// The profile's choice; else the caller's, where it exists inside; else HOME. The caller's exists inside when a mount shows it, and,
    /// for a relative script only, when it has to be there as the parent of a mount: otherwise an empty folder of a meaningful name would mislead.
    /// </returns>
    public string Choose(bool relativeScript)
    {
        if (request.Profile.Process.WorkingDirectory is { } chosen)
            return Declared(chosen);
        if (CanonicalPath.Of(request.CurrentDirectory) is { } current
            && (mounts.Shows(current) || (relativeScript && mounts.HasMountBelow(current))))
            return current;
        return SandboxPlaces.Home;
    }

    /// <summary>The same in an image: the profile's choice; else the image's WORKDIR; else HOME. The caller's means nothing there.</summary>
    /// <param name="workdir">Of the image, empty for none; a relative one counts from the root, as for a Docker daemon.</param>
    public string ChooseInImage(string workdir) => request.Profile.Process.WorkingDirectory switch
    {
        { } chosen => Declared(chosen),
        null when workdir.Length > 0 => Declared("/" + workdir),
        null => SandboxPlaces.Home,
    };

    private string Declared(string chosen)
    {
        if (!Path.IsPathRooted(chosen) || chosen.Contains('\0', StringComparison.Ordinal))
        {
            Refuse(chosen, "is not an absolute path", "write it from / on, as the server sees it");
            return SandboxPlaces.Home;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath("/" + chosen.TrimStart('/')));
        if (!Exists(path))
        {
            Refuse(path, "does not exist in the sandbox", Directory.Exists(path)
                ? $"declare\n{TomlText.Mount(path)}"
                : $"choose a folder of a mount, {SandboxPlaces.Home} or {SandboxPlaces.Temporary}");
        }

        return path;
    }

    // Of an image only its own runtime can tell. A link in a mount may lead to where the sandbox has nothing: only what is there without following one is sure to exist.
    private bool Exists(string path) => mounts.HostPath(path) is { } host
        ? Directory.Exists(host) && (CanonicalPath.Of(host) == host || Toolchain.Contains(host))
        : request.Image is not null || SandboxPlaces.OfHost.Has(path) || mounts.HasMountBelow(path);

    private void Refuse(string path, string why, string hint) =>
        report.Refuse(request.Profile.Origin, "MB2018", $"the working directory {path} {why}", hint);
}
