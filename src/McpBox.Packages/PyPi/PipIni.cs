namespace McpBox.Packages.PyPi;

/// <summary>One key of a pip.conf.</summary>
/// <param name="Key">Section and name as pip compares them: <c>global.index-url</c>.</param>
/// <param name="Where">For people: the name and its file.</param>
internal sealed record PipSetting(string Key, string Value, string Where);

/// <summary>Reads a pip.conf as Python's <c>configparser.RawConfigParser</c> does, which pip uses, in what such files hold in practice.</summary>
internal static class PipIni
{
    /// <param name="file">For people.</param>
    /// <exception cref="PackageException">A line is neither a section, a key, a comment nor a continuation (MB6430): pip would stop there as well.</exception>
    public static List<PipSetting> Read(string text, string file)
    {
        var settings = new List<PipSetting>();
        var section = "";
        var indent = 0;
        var open = false;
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var content = line.Trim();
            var own = line.Length - line.TrimStart().Length;
            if (content.Length == 0 || content[0] is '#' or ';')
                continue;
            if (open && own > indent)
            {
                settings[^1] = settings[^1] with { Value = $"{settings[^1].Value}\n{content}".Trim() };
                continue;
            }

            indent = own;
            open = content[0] != '[';
            if (!open)
                section = Section(content) ?? throw new PackageException(PyPiRefusals.ConfigUnreadable(file, $"line {number} is no section"));
            else
                settings.Add(Setting(section, content, file) ?? throw new PackageException(PyPiRefusals.ConfigUnreadable(file, $"line {number} is no key of a section")));
        }

        return settings;
    }

    private static string? Section(string content)
    {
        var end = content.IndexOf(']', StringComparison.Ordinal);
        return end > 1 ? content[1..end] : null;
    }

    private static PipSetting? Setting(string section, string content, string file)
    {
        var split = content.IndexOfAny(['=', ':']);
        if (split < 1 || section.Length == 0)
            return null;
        var name = Name(content[..split].TrimEnd());
        return new PipSetting($"{section}.{name}", content[(split + 1)..].Trim(), $"{name} in {file}");
    }

    /// <summary>As pip writes the name of an option: <c>PIP_EXTRA_INDEX_URL</c>, <c>--Extra_Index_Url</c> → <c>extra-index-url</c>.</summary>
    public static string Name(string name)
    {
        var plain = name.ToLowerInvariant().Replace('_', '-');
        return plain.StartsWith("--", StringComparison.Ordinal) ? plain[2..] : plain;
    }
}
