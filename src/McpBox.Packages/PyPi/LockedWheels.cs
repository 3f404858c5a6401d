using System.Collections.Immutable;
using System.Text;

namespace McpBox.Packages.PyPi;

/// <summary>One line of a lock.</summary>
internal sealed record LockedWheel(string Project, string Version, string Sha256);

/// <summary>
/// A PyPI lock: a requirements file as <c>pip install --require-hashes</c> takes it, one wheel a line, sorted by name:
/// <c>name==version --hash=sha256:HEX</c>.
/// </summary>
internal static class LockedWheels
{
    private const string Hash = " --hash=sha256:";

    public static string Write(IEnumerable<LockedWheel> wheels)
    {
        var text = new StringBuilder();
        foreach (var wheel in wheels.OrderBy(wheel => wheel.Project, StringComparer.Ordinal))
            text.Append($"{wheel.Project}=={wheel.Version}{Hash}{wheel.Sha256}\n");
        return text.ToString();
    }

    /// <summary>Reads exactly what <see cref="Write"/> writes: a lock is committed and reviewed, and pip would obey far more than it (options, addresses).</summary>
    /// <exception cref="PackageException">It is something else (MB6446).</exception>
    public static ImmutableArray<LockedWheel> Read(string resolution, string package)
    {
        var wheels = resolution.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Line(line) ?? throw new PackageException(PyPiRefusals.LockUnreadable(package, $"a line is not NAME==VERSION{Hash}HEX: {line}")))
            .ToImmutableArray();
        return wheels.Length > 0 && Write(wheels) == resolution && wheels.DistinctBy(wheel => wheel.Project).Count() == wheels.Length
            ? wheels
            : throw new PackageException(PyPiRefusals.LockUnreadable(package, "its lines are not sorted by name, one a package"));
    }

    private static LockedWheel? Line(string line)
    {
        var hash = line.IndexOf(Hash, StringComparison.Ordinal);
        var equals = line.IndexOf("==", StringComparison.Ordinal);
        if (equals < 1 || hash < equals)
            return null;
        var (name, version, digest) = (line[..equals], line[(equals + 2)..hash], line[(hash + Hash.Length)..]);
        var plain = PyPiName.IsName(name) && PyPiName.Normalize(name) == name && version.Length > 0
            && version.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '!' or '+' or '-');
        return plain && SimpleFile.Digest(digest) == digest ? new LockedWheel(name, version, digest) : null;
    }
}
