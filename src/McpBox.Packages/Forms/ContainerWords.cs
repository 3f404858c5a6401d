using System.Collections.Immutable;

namespace McpBox.Packages.Forms;

/// <summary>What the options of <c>docker run</c> said, while they are read.</summary>
internal sealed class ContainerWords
{
    private readonly List<FormMount> _mounts = [];
    private readonly List<string> _passed = [];
    private readonly SortedDictionary<string, string> _set = new(StringComparer.Ordinal);

    public List<string> Remarks { get; } = [];

    public string? Entrypoint { get; set; }

    public string? WorkingDirectory { get; set; }

    public string? Runtime { get; set; }

    public long? Memory { get; set; }

    public double? Cpus { get; set; }

    public int? Pids { get; set; }

    public void Add(FormMount mount) => _mounts.Add(mount);

    /// <summary><c>NAME</c> or <c>NAME=value</c>; of one name the last word holds, as for docker.</summary>
    public void AddVariable(string written)
    {
        var sign = written.IndexOf('=', StringComparison.Ordinal);
        var name = sign < 0 ? written : written[..sign];
        if (name.Length == 0)
            throw new PackageException("MB6023", $"-e \"{written}\" names no variable", "write -e NAME or -e NAME=value");
        _passed.Remove(name);
        _set.Remove(name);
        if (sign < 0)
            _passed.Add(name);
        else
            _set[name] = written[(sign + 1)..];
    }

    public ContainerForm Assemble(string image, ImmutableArray<string> arguments) => new()
    {
        Image = image,
        Arguments = arguments,
        Entrypoint = Entrypoint,
        Mounts = [.. _mounts],
        Passed = [.. _passed],
        Set = _set.ToImmutableSortedDictionary(StringComparer.Ordinal),
        WorkingDirectory = WorkingDirectory,
        Runtime = Runtime,
        Memory = Memory,
        Cpus = Cpus,
        Pids = Pids,
        Remarks = [.. Remarks],
    };
}
