namespace McpBox.Packages.Specs;

/// <summary>Package ids as NuGet's own PackageIdValidator takes them, in ASCII, and versions as dnx takes them after an <c>@</c>.</summary>
internal static class NuGetSpec
{
    private const int MaxId = 100;
    private const int MaxWanted = 128;

    public static PackageSpec Read(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!IsId(id))
        {
            throw new PackageException(
                "MB6001", $"\"{id}\" is not an id of a NuGet package", "an id is letters, digits and _, joined by single . or -: Contoso.Mcp");
        }

        return new PackageSpec(Ecosystem.NuGet, id, at < 0 ? null : Wanted(text, text[(at + 1)..].Trim()));
    }

    private static bool IsId(string id)
    {
        if (id.Length is 0 or > MaxId || id[0] is '.' or '-' || id[^1] is '.' or '-')
            return false;
        var joined = false;
        foreach (var c in id)
        {
            var joins = c is '.' or '-';
            if ((joins && joined) || (!joins && c != '_' && !char.IsAsciiLetterOrDigit(c)))
                return false;
            joined = joins;
        }

        return true;
    }

    private static string Wanted(string text, string wanted)
    {
        var interval = wanted is ['[' or '(', .., ']' or ')'];
        var inner = interval ? wanted[1..^1] : wanted;
        if (wanted.Length is > 0 and <= MaxWanted && inner.Split(',') is var bounds && bounds.Length <= (interval ? 2 : 1)
            && bounds.All(bound => IsVersion(bound.Trim(), floating: !interval) || (interval && bounds.Length == 2 && bound.Trim().Length == 0)))
            return wanted.Replace(" ", "", StringComparison.Ordinal);
        throw new PackageException(
            "MB6006", $"\"{wanted}\" in \"{text}\" is not a version of NuGet", "write Contoso.Mcp@1.2.3, Contoso.Mcp@1.* or Contoso.Mcp@[1.0,2.0)");
    }

    private static bool IsVersion(string text, bool floating) =>
        text.Length > 0 && (char.IsAsciiDigit(text[0]) || (floating && text[0] == '*'))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' || (floating && c == '*'));
}
