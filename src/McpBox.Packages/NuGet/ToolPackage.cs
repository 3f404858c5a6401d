using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using McpBox.Packages.Registries;
using McpBox.Packages.Registries.Archives;

namespace McpBox.Packages.NuGet;

/// <summary>An inspected <c>.nupkg</c> of a .NET tool, as `dotnet tool exec` reads it.</summary>
internal sealed partial class ToolPackage : IDisposable
{
    private const string Settings = "DotnetToolSettings.xml";

    private readonly ZipArchive _zip;
    private readonly string _name;
    private readonly string _version;

    private ToolPackage(ZipArchive zip, string id, string version) => (_zip, _name, _version) = (zip, id, version);

    /// <exception cref="PackageException">Something is wrong with the archive (MB634n), or it is another package (MB6459).</exception>
    public static ToolPackage Open(RegistryFile file, string id, string version)
    {
        var what = $"{id}.{version}.nupkg";
        using (var archive = file.Open())
            _ = ArchiveInspection.OfZip(archive, what);
        var package = new ToolPackage(new ZipArchive(file.Open(), ZipArchiveMode.Read), id, version);
        try
        {
            package.RequireName(what);
            return package;
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <summary>The settings of the newest framework that a runtime of this major version runs, and the folder that they lie in.</summary>
    /// <exception cref="PackageException">There are none (MB6458).</exception>
    public (string Folder, XElement Settings) Choose(int runtime, string rid)
    {
        var found = _zip.Entries.Select(entry => (Entry: entry, Match: Place().Match(entry.FullName))).Where(place => place.Match.Success)
            .Select(place => (place.Entry, Major: int.Parse(place.Match.Groups["major"].Value), Minor: place.Match.Groups["minor"].Value, Rid: place.Match.Groups["rid"].Value))
            .Where(place => place.Major <= runtime && (place.Rid == rid || place.Rid == "any"))
            .OrderByDescending(place => place.Major).ThenByDescending(place => place.Minor, StringComparer.Ordinal).ThenByDescending(place => place.Rid == rid)
            .Select(place => place.Entry).FirstOrDefault()
            ?? throw Wrong($"it has no {Settings} for .NET {runtime} or earlier on {rid}");
        return (found.FullName[..^Settings.Length], Xml(found));
    }

    /// <summary>Writes the files below a folder of the package, each new, into an empty folder that nobody else writes to.</summary>
    /// <param name="program">Made executable; null for none.</param>
    /// <exception cref="PackageException">A name that would leave the folder once it is decoded (MB6458).</exception>
    public void Extract(string from, string folder, string? program)
    {
        foreach (var entry in _zip.Entries.Where(entry => entry.FullName.StartsWith(from, StringComparison.Ordinal) && !entry.FullName.EndsWith('/')).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var name = Uri.UnescapeDataString(entry.FullName[from.Length..]);
            if (name.Split('/').Any(part => part is "" or "." or "..") || name.Any(unit => char.IsControl(unit) || unit == '\\'))
                throw Wrong($"it has a file that would leave its folder: {name}");
            var path = Path.Combine(folder, name);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            if (name == program)
                mode |= UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

            // CreateNew is O_EXCL, which follows no link and overwrites nothing.
            using var target = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            using var source = entry.Open();
            source.CopyTo(target);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(target.SafeFileHandle, mode);
        }
    }

    public bool Has(string name) => _zip.GetEntry(name) is not null;

    public PackageException Wrong(string problem) => new(NuGetRefusals.NotATool(_name, _version, problem));

    public void Dispose() => _zip.Dispose();

    private void RequireName(string what)
    {
        var specs = _zip.Entries.Where(entry => entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !entry.FullName.Contains('/', StringComparison.Ordinal)).ToList();
        if (specs.Count != 1)
            throw new PackageException(NuGetRefusals.OtherPackage(what, "it has no nuspec, or several"));
        var metadata = Xml(specs[0]).Elements().Named("metadata").Elements().ToList();
        var (id, version) = (metadata.Named("id").FirstOrDefault()?.Value.Trim(), metadata.Named("version").FirstOrDefault()?.Value.Trim());
        if (!string.Equals(id, _name, StringComparison.OrdinalIgnoreCase) || NuGetVersion.Parse(version)?.ToString() != _version)
            throw new PackageException(NuGetRefusals.OtherPackage(what, $"its nuspec says {id} {version}"));
    }

    private XElement Xml(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            return XmlText.Read(stream).Root!;
        }
        catch (XmlException failure)
        {
            throw Wrong($"{entry.FullName}: {failure.Message}");
        }
    }

    [GeneratedRegex(@"\Atools/net(?:coreapp)?(?<major>[0-9]{1,2})\.(?<minor>[0-9])/(?<rid>[a-z0-9.-]+)/DotnetToolSettings\.xml\z", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
