using System.Text;

namespace McpBox.Packages.Specs;

/// <summary>Names of PEP 503 and PEP 508, version specifiers of PEP 440, and what uvx makes of <c>pkg@1.2</c>.</summary>
internal static class PyPiSpec
{
    private const int MaxLength = 128;

    // The longer ones first, so that ">=" is not read as ">".
    private static readonly string[] Operators = ["~=", "==", "!=", "<=", ">=", "<", ">"];

    public static PackageSpec Read(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-'))
            end++;
        var name = text[..end];
        if (!IsName(name))
        {
            throw new PackageException(
                "MB6001", $"\"{text}\" is not a name of a Python package", "a name is letters, digits, - . _, beginning and ending with a letter or digit");
        }

        return new PackageSpec(Ecosystem.PyPi, Normalise(name), Wanted(text, text[end..].Trim()));
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);

    /// <summary>PEP 503: lower case, each run of <c>-_.</c> is one dash.</summary>
    private static string Normalise(string name)
    {
        var normal = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                normal.Append(char.ToLowerInvariant(c));
            else if (normal[^1] != '-')
                normal.Append('-');
        }

        return normal.ToString();
    }

    private static string? Wanted(string text, string rest)
    {
        if (rest is ['[', ..])
        {
            throw new PackageException(
                "MB6008", $"\"{text}\" asks for extras of a package, which mcpbox cannot lock yet",
                "run it from a virtual environment of your own: mcpbox run -- /path/to/venv/bin/program");
        }

        if (rest.Contains(';', StringComparison.Ordinal))
            throw new PackageException("MB6008", $"\"{text}\" has an environment marker", "leave away what stands after the ;");
        var at = rest is ['@', ..];
        var wanted = at ? rest[1..].Trim() : rest;
        if (wanted is "" or "latest" && (at || wanted.Length == 0))
            return at && wanted.Length == 0 ? throw NotASpecifier(text, wanted) : null;
        return at && char.IsAsciiDigit(wanted[0]) ? "==" + Version(text, wanted, wildcard: false) : Specifiers(text, wanted);
    }

    private static string Specifiers(string text, string wanted) => string.Join(',', wanted.Split(',').Select(part =>
    {
        var one = part.Trim();
        var operation = Array.Find(Operators, candidate => one.StartsWith(candidate, StringComparison.Ordinal))
            ?? throw NotASpecifier(text, one);
        return operation + Version(text, one[operation.Length..].Trim(), wildcard: operation is "==" or "!=");
    }));

    private static string Version(string text, string version, bool wildcard)
    {
        var plain = wildcard && version.EndsWith(".*", StringComparison.Ordinal) ? version[..^2] : version;
        return plain.Length is > 0 and <= MaxLength && char.IsAsciiDigit(plain.TrimStart('v').FirstOrDefault())
            && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '!' or '+' or '-' or '_')
            ? version
            : throw NotASpecifier(text, version);
    }

    private static PackageException NotASpecifier(string text, string part) => new(
        "MB6006", $"\"{part}\" in \"{text}\" is not a version of PEP 440", "write pkg==1.2.3, pkg>=1,<2 or pkg@1.2.3");
}
