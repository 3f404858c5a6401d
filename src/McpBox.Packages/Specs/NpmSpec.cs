namespace McpBox.Packages.Specs;

/// <summary>
/// Names and versions of the npm registry: <c>npm-package-arg</c> and <c>validate-npm-package-name</c> without what is refused anyway. Old
/// packages may have capital letters; nothing may have what must be escaped in an address.
/// </summary>
internal static class NpmSpec
{
    private const int MaxName = 214;
    private const int MaxWanted = 128;

    public static PackageSpec Read(string text)
    {
        var at = text.IndexOf('@', 1);
        var name = at < 0 ? text : text[..at];
        if (!IsName(name))
            throw NotAName(text, name);
        return new PackageSpec(Ecosystem.Npm, name, at < 0 ? null : Wanted(text, text[(at + 1)..]));
    }

    private static bool IsName(string name)
    {
        if (name.Length > MaxName)
            return false;
        if (name[0] != '@')
            return IsPart(name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 1 && IsPart(name[1..slash]) && IsPart(name[(slash + 1)..]);
    }

    private static bool IsPart(string part) =>
        part.Length > 0 && part[0] is not ('.' or '_' or '-')
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        && part is not ("node_modules" or "favicon.ico");

    private static string Wanted(string text, string written)
    {
        // node-semver reads "v1.2" and "=1.2" as "1.2": one spelling, so that the lock has one entry.
        var wanted = string.Join(' ', written.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (wanted is ['v' or '=', >= '0' and <= '9', ..])
            wanted = wanted[1..];
        if (wanted.Length is > 0 and <= MaxWanted && wanted[0] != '-' && wanted.All(IsWantedLetter))
            return wanted;
        throw new PackageException(
            "MB6006", $"\"{written}\" in \"{text}\" is neither a version nor a range nor a tag", "write it as for npm: pkg@1.2.3, pkg@^1.2, pkg@latest");
    }

    private static bool IsWantedLetter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_' or '^' or '~' or '>' or '<' or '=' or '|' or '*' or ' ';

    private static PackageException NotAName(string text, string name)
    {
        if (name.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && name[0] != '@')
        {
            return new PackageException(
                "MB6002", $"\"{text}\" means a repository of GitHub to npm, which no registry vouches for", $"did you mean the scoped package @{text}?");
        }

        if (text.Contains("==", StringComparison.Ordinal))
            return new PackageException("MB6001", $"\"{text}\" is not a name of an npm package", $"for a Python package write pypi:{text}");
        return new PackageException(
            "MB6001", $"\"{name}\" is not a name of an npm package",
            name is ['@', ..] ? "a scoped name is @scope/name, optionally with @version" : "a name is letters, digits, - . _, optionally with a @scope/ in front and a @version behind");
    }
}
