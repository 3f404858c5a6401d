using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary><c>[[filesystem.mounts]]</c> and the command line's mounts: each is checked and entered, or refused with its place.</summary>
internal sealed class DeclaredMounts(SandboxPlaces places, SensitivePaths sensitive, MountTable mounts, PlanReport report)
{
    public static string ReasonFor(MountDeclaration declaration) => $"declared at {declaration.Origin}";

    public void Add(MountDeclaration declaration)
    {
        if (SourceOf(declaration) is not { } source || TargetOf(declaration, source) is not { } target)
            return;
        var mount = new PlanMount(source, target, declaration.Writable, ReasonFor(declaration));
        if (mounts.At(target) is not { } other)
            mounts.Add(mount);
        else if (other.Source != source || other.Writable != declaration.Writable)
        {
            report.Refuse(
                declaration.Origin, "MB2015", $"two mounts stand at {target}: {other.Source} ({other.Reason}) and {source}",
                "keep one of them, or give one another target");
        }
    }

    private string? SourceOf(MountDeclaration declaration)
    {
        if (!Path.IsPathRooted(declaration.Source))
        {
            return Refuse(declaration, "MB2010", $"the mount's source {declaration.Source} is not an absolute path", "write it from / or from ~/ on");
        }

        if (CanonicalPath.Of(declaration.Source) is not { } source || FileStatus.Of(source) is not { } status)
        {
            return Refuse(
                declaration, "MB2011", $"the mount's source {declaration.Source} does not exist, or may not be looked at", "create it, or correct the path");
        }

        return IsAllowedKind(declaration, source, status.Kind) && IsAllowedPath(declaration, source) ? source : null;
    }

    private bool IsAllowedKind(MountDeclaration declaration, string source, FileKind kind)
    {
        switch (kind)
        {
            case FileKind.Regular or FileKind.Directory:
                return true;
            case FileKind.Socket when declaration.AllowSensitive:
                return true;
            case FileKind.Socket:
                Refuse(
                    declaration, "MB2013", $"{Named(declaration, source)} is a unix socket: whoever serves it would take orders from the server",
                    "remove the mount; allow_sensitive = true on it, if the server is meant to have all that the socket gives");
                return false;
            default:
                Refuse(declaration, "MB2012", $"{Named(declaration, source)} is neither a file nor a folder", "mount a file or a folder");
                return false;
        }
    }

    private bool IsAllowedPath(MountDeclaration declaration, string source)
    {
        if (declaration.Writable && sensitive.FindOwn(source) is { } own)
        {
            Refuse(
                declaration, "MB2014",
                $"{Named(declaration, source)} may not be writable: it is or contains {own}, where mcpbox keeps its own settings and journal",
                "mount a smaller folder, or read-only; allow_sensitive does not lift this");
            return false;
        }

        if (declaration.AllowSensitive || sensitive.Find(source, declaration.Writable) is not { } found)
            return true;
        Refuse(
            declaration, "MB2013", $"{Named(declaration, source)} {Relation(source, found)}",
            "mount only the folder that the server needs; allow_sensitive = true on this mount, if it is meant");
        return false;
    }

    private string? TargetOf(MountDeclaration declaration, string source)
    {
        var written = declaration.Target ?? source;
        if (!Path.IsPathRooted(written) || written.Contains('\0', StringComparison.Ordinal))
            return Refuse(declaration, "MB2010", $"the mount's target {written} is not an absolute path", "write it from / on");
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath("/" + written.TrimStart('/')));
        return places.BrokenBy(target) is { } place
            ? Refuse(
                declaration, "MB2016", $"a mount at {target} would replace {place}, which is the sandbox's own", "give the mount another target")
            : target;
    }

    private string? Refuse(MountDeclaration declaration, string code, string message, string hint)
    {
        report.Refuse(declaration.Origin, code, message, hint);
        return null;
    }

    private static string Named(MountDeclaration declaration, string source) =>
        declaration.Source == source ? source : $"{declaration.Source} ({source})";

    /// <summary><c>is …</c>, <c>lies in …</c> or <c>contains …</c>.</summary>
    public static string Relation(string canonical, SensitivePath found)
    {
        if (canonical.Equals(found.Path, StringComparison.OrdinalIgnoreCase))
            return $"is {found.What}";
        return CanonicalPath.IsWithin(canonical, found.Path, StringComparison.OrdinalIgnoreCase)
            ? $"lies in {found.Path}: {found.What}"
            : $"contains or is the same as {found.Path}: {found.What}";
    }
}
