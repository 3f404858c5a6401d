namespace McpBox.Packages.Specs;

/// <summary>References of images (the grammar of distribution's <c>reference</c> package), split into name and tag or digest.</summary>
public static class OciSpec
{
    private const int MaxName = 255;
    private const int MaxTag = 128;
    private const int DigestDigits = 64;
    private const string Algorithm = "sha256:";

    /// <summary>The reference that a daemon knows it by: <c>mcp/time:1.2</c>, <c>mcp/time@sha256:…</c>.</summary>
    public static string ReferenceOf(PackageSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Wanted switch
        {
            null => spec.Name,
            { } digest when digest.StartsWith(Algorithm, StringComparison.Ordinal) => $"{spec.Name}@{digest}",
            { } tag => $"{spec.Name}:{tag}",
        };
    }

    internal static PackageSpec Read(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (name, tag) = SplitTag(at < 0 ? text : text[..at]);
        var after = at < 0 ? null : text[(at + 1)..];
        if (!IsName(name))
        {
            throw new PackageException(
                "MB6001", $"\"{text}\" is not a reference of an image", "write it as for docker pull: oci:mcp/time, oci:registry.example/team/time:1.2");
        }

        // As docker does: a digest decides, and a tag beside it is for people.
        if ((tag is not null && !IsTag(tag)) || (after is not null && !IsDigest(after) && (tag is not null || !IsTag(after))))
            throw new PackageException("MB6006", $"\"{text}\" has neither a tag nor a digest after its name", "write name:tag, or name@sha256:… with 64 digits");
        return new PackageSpec(Ecosystem.Oci, name, after ?? tag);
    }

    private static (string Name, string? Tag) SplitTag(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? (reference[..colon], reference[(colon + 1)..]) : (reference, null);
    }

    private static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxName)
            return false;
        var parts = name.Split('/');
        var isHost = parts.Length > 1 && (parts[0].Contains('.', StringComparison.Ordinal) || parts[0].Contains(':', StringComparison.Ordinal) || parts[0] == "localhost");
        return (!isHost || IsHost(parts[0])) && parts[(isHost ? 1 : 0)..].All(IsPathPart);
    }

    private static bool IsHost(string host) =>
        char.IsAsciiLetterOrDigit(host.FirstOrDefault()) && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':')
        || host is ['[', ..] && host.All(c => char.IsAsciiHexDigit(c) || c is '[' or ']' or ':');

    private static bool IsPathPart(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
        && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1]);

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= MaxTag && tag[0] is not ('.' or '-') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary><c>sha256:</c> and 64 lower-case hexadecimal digits: bits, whoever has them.</summary>
    public static bool IsDigest(string text) =>
        text.StartsWith(Algorithm, StringComparison.Ordinal) && text.Length == Algorithm.Length + DigestDigits
        && text[Algorithm.Length..].All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');
}
