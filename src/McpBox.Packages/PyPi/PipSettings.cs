using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>
/// All of pip's settings together, in pip's own order (pip's documentation, "Configuration"): machine, user, site, PIP_CONFIG_FILE; then
/// <c>[global]</c> before <c>[install]</c> before PIP_* of the environment. An empty value is none.
/// </summary>
internal sealed class PipSettings
{
    private const int Largest = 1 << 20;

    private readonly Dictionary<string, PipSetting> _effective = new(StringComparer.Ordinal);

    private PipSettings()
    {
    }

    public PipSetting? this[string name] => _effective.GetValueOrDefault(name);

    /// <summary>A setting of several values, which pip separates at white space.</summary>
    public IEnumerable<PipSetting> All(string name) => this[name] is { } setting
        ? setting.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(value => setting with { Value = value })
        : [];

    public bool IsOn(string name) => this[name]?.Value.ToLowerInvariant() is "y" or "yes" or "t" or "true" or "on" or "1";

    /// <param name="environment">The user's own.</param>
    /// <param name="home">The user's home; null for none.</param>
    /// <param name="machine">Where the machine's files lie; <c>/etc</c> but in tests.</param>
    /// <exception cref="PackageException">A file is there and cannot be read as pip would read it (MB6430).</exception>
    public static PipSettings Read(IReadOnlyDictionary<string, string> environment, string? home, string machine = "/etc")
    {
        var merged = new Dictionary<string, PipSetting>(StringComparer.Ordinal);
        foreach (var setting in Files(environment, home, machine).SelectMany(ReadFile))
            merged[setting.Key] = setting;
        var settings = new PipSettings();
        foreach (var section in (string[])["global.", "install."])
        {
            foreach (var (key, setting) in merged.Where(pair => pair.Key.StartsWith(section, StringComparison.Ordinal)))
                settings.Take(key[section.Length..], setting);
        }

        foreach (var (name, value) in environment.Where(pair => pair.Key.StartsWith("PIP_", StringComparison.Ordinal)))
            settings.Take(PipIni.Name(name[4..]), new PipSetting(name, value, name));
        return settings;
    }

    private void Take(string name, PipSetting setting)
    {
        if (setting.Value.Length > 0)
            _effective[name] = setting;
    }

    private static IEnumerable<string> Files(IReadOnlyDictionary<string, string> environment, string? home, string machine)
    {
        var named = environment.GetValueOrDefault("PIP_CONFIG_FILE", "");
        if (named == "/dev/null")
            yield break;
        foreach (var folder in environment.GetValueOrDefault("XDG_CONFIG_DIRS", $"{machine}/xdg").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return $"{folder}/pip/pip.conf";
        yield return $"{machine}/pip.conf";

        // pip leaves the user's files out where PIP_CONFIG_FILE names one that exists.
        if (home is not null && !File.Exists(named))
        {
            yield return $"{home}/.pip/pip.conf";
            yield return $"{environment.GetValueOrDefault("XDG_CONFIG_HOME", $"{home}/.config")}/pip/pip.conf";
        }

        if (environment.GetValueOrDefault("VIRTUAL_ENV", "") is { Length: > 0 } venv)
            yield return $"{venv}/pip.conf";
        if (named.Length > 0)
            yield return named;
    }

    private static List<PipSetting> ReadFile(string path)
    {
        var read = BoundedFile.Read(path, Largest, followLinks: true);
        if (read.Status == BoundedReadStatus.Missing)
            return [];
        if (read.Status != BoundedReadStatus.Read)
            throw new PackageException(PyPiRefusals.ConfigUnreadable(path, read.Reason.Length > 0 ? read.Reason : $"{read.Status}"));
        return PipIni.Read(Encoding.UTF8.GetString(read.Bytes), path);
    }
}
