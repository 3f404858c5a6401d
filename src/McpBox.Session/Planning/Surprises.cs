using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>What is allowed and will probably surprise: arguments that mean nothing inside, secrets at the top of a mount, downloaders.</summary>
internal sealed class Surprises(SensitivePaths sensitive, MountTable mounts, PlanReport report)
{
    private static readonly string[] Downloaders = ["npx", "pnpx", "bunx", "uvx", "pipx", "uv", "dnx"];

    // Enough for any real package root; a folder of a million files is not read to its end for the sake of a warning.
    private const int EntryLimit = 10_000;

    /// <summary>Warns of paths in the arguments that exist outside and not inside.</summary>
    /// <param name="workingDirectory">Inside.</param>
    /// <param name="currentDirectory">The caller's.</param>
    public void OfArguments(IEnumerable<string> arguments, string workingDirectory, string currentDirectory)
    {
        foreach (var argument in arguments)
        {
            var path = PathIn(argument);
            if (!Path.IsPathRooted(path) && !path.Contains('/', StringComparison.Ordinal) && path is not ("." or ".."))
                continue;
            var outside = Path.Combine(currentDirectory, path);
            if (CanonicalPath.Of(outside) is { } host && !IsSeen(Path.GetFullPath(Path.Combine(workingDirectory, path)), host))
                WarnOf(argument, host);
        }
    }

    /// <summary>What may be a path in an argument: all of it, or what stands after the <c>=</c> of an option.</summary>
    public static string PathIn(string argument) =>
        argument.StartsWith('-') && argument.IndexOf('=', StringComparison.Ordinal) is var sign and > 0 ? argument[(sign + 1)..] : argument;

    private bool IsSeen(string inside, string host) => mounts.HostPath(inside) is { } shown
        ? CanonicalPath.Of(shown) == host && mounts.Shows(host)
        : SandboxPlaces.OfHost.Has(inside) || mounts.HasMountBelow(inside);

    private void WarnOf(string argument, string host)
    {
        if (sensitive.Find(host, writable: false) is { } found)
        {
            report.Warn(
                $"the argument {argument} is not seen in the sandbox: {host} {DeclaredMounts.Relation(host, found)}",
                "mount the folder that the server needs, and name that");
            return;
        }

        report.Warn(
            $"the argument {argument} exists here and not in the sandbox",
            $"to show it to the server, declare (mode = \"rw\" where it may write)\n{TomlText.Mount(host)}");
    }

    /// <summary>Looks at the top level of each mounted folder, and at where Node would look for modules above a package root.</summary>
    public void OfMounts()
    {
        foreach (var mount in mounts.Mounts.Where(mount => mount.Reason == LaunchResolver.PackageRootReason))
            WarnOfModulesAbove(mount.Source);
        foreach (var mount in mounts.Mounts.Where(mount => Directory.Exists(mount.Source)))
        {
            foreach (var entry in TopLevel(mount.Source))
                WarnOfEntry(mount, Path.GetFileName(entry), entry);
        }
    }

    // Not mounted by itself: the package root is what the user was told the server sees.
    private void WarnOfModulesAbove(string root)
    {
        if (File.Exists(Path.Combine(root, "package.json")) && PackageRoot.HoistedAbove(root, sensitive.Homes) is { } modules && !mounts.Shows(modules))
        {
            report.Warn(
                $"{modules} stands above the package root {root} and is not shown to the server", $"if it misses modules, declare\n{TomlText.Mount(modules)}");
        }
    }

    private static IEnumerable<string> TopLevel(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Take(EntryLimit)];
        }
        catch (UnauthorizedAccessException)
        {
            // What we may not list, the server may not either, unless it runs as somebody with more rights: it never does.
            return [];
        }
    }

    private void WarnOfEntry(PlanMount mount, string name, string path)
    {
        if (name == ".env" || (name.StartsWith(".env.", StringComparison.Ordinal) && !name.EndsWith("example", StringComparison.Ordinal)))
            report.Warn($"the server can read {path}: it lies in the {mount.Reason} {mount.Source}", "move secrets out of it if the server does not need them");
        else if (mount.Writable && name == "mcpbox.toml")
            report.Warn($"the server can change {path}, which may tighten its own sandbox", "mount a smaller folder writable");
        else if (FileStatus.Of(path)?.Kind == FileKind.Socket)
            report.Warn($"the server can reach the unix socket {path}, also through a read-only mount", "mount a smaller folder if that is not meant");
    }

    /// <summary>Warns of programs that fetch what they run: there is no network to fetch it from.</summary>
    public void OfProgram(string typed)
    {
        var name = Path.GetFileName(typed);
        if (Downloaders.Contains(name, StringComparer.Ordinal))
        {
            report.Warn(
                $"{name} fetches what it runs, and the sandbox has no network and none of your caches",
                "install the package, and name its program or its script instead");
        }
    }
}
