using McpBox.Engines.Docker.Api;

namespace McpBox.Engines.Docker.Images;

/// <summary>
/// The name of an image as the distribution project defines it (github.com/distribution/reference), completed as docker completes it:
/// <c>debian</c> is <c>docker.io/library/debian</c> with the tag <c>latest</c>. Or an image's id.
/// </summary>
/// <param name="Domain">Registry with its port: <c>docker.io</c>, <c>localhost:5000</c>. Empty for an id.</param>
/// <param name="Path">Repository within it: <c>library/debian</c>. Empty for an id.</param>
/// <param name="Tag"><c>latest</c> where neither tag nor digest is written; null beside a digest, which decides alone, and for an id.</param>
/// <param name="Digest"><c>sha256:</c> and 64 lower-case hexadecimal digits: of a manifest, or of the configuration where this is an id.</param>
internal sealed record ImageReference(string Domain, string Path, string? Tag, string? Digest)
{
    private const string DefaultDomain = "docker.io";
    private const string OldDefaultDomain = "index.docker.io";
    private const int LongestName = 255;

    /// <summary>True for <c>sha256:…</c> alone: an image by its id, which no registry is asked for.</summary>
    public bool IsId => Path.Length == 0;

    /// <summary>Domain and path.</summary>
    public string Repository => $"{Domain}/{Path}";

    /// <exception cref="DockerException">MB2220.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var problem) ?? throw new DockerException(ImageRefusals.BadReference(text, problem));

    /// <param name="problem">What is wrong, when the result is null.</param>
    public static ImageReference? TryParse(string text, out string problem)
    {
        if (ReferenceGrammar.IsDigest(text))
        {
            problem = "";
            return new ImageReference("", "", null, text);
        }

        var (name, tag, digest) = Split(text);
        problem = Fault(name, tag, digest);
        if (problem.Length > 0)
            return null;
        var (domain, path) = SplitDomain(name);
        problem = Fault(domain, path);
        return problem.Length > 0 ? null : new ImageReference(domain, path, digest is null ? tag ?? "latest" : null, digest);
    }

    /// <summary>Complete, and the same for every way of writing it: <c>docker.io/library/debian:12</c>.</summary>
    public override string ToString() =>
        IsId ? Digest! : Digest is null ? $"{Repository}:{Tag}" : $"{Repository}@{Digest}";

    private static (string Name, string? Tag, string? Digest) Split(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (rest, digest) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

        // A colon before the last slash belongs to a port.
        var colon = rest.LastIndexOf(':');
        return colon > rest.LastIndexOf('/') ? (rest[..colon], rest[(colon + 1)..], digest) : (rest, null, digest);
    }

    private static (string Domain, string Path) SplitDomain(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isDomain = first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.Any(char.IsAsciiLetterUpper);
        var (domain, path) = isDomain ? (first, name[(slash + 1)..]) : (DefaultDomain, name);
        if (domain == OldDefaultDomain)
            domain = DefaultDomain;
        return (domain, domain == DefaultDomain && !path.Contains('/', StringComparison.Ordinal) ? $"library/{path}" : path);
    }

    private static string Fault(string name, string? tag, string? digest)
    {
        if (tag is not null && !ReferenceGrammar.IsTag(tag))
            return "its tag is not 1 to 128 of A-Z a-z 0-9 _ . -, or begins with . or -";
        if (digest is not null && !ReferenceGrammar.IsDigest(digest))
            return "its digest is not sha256: and 64 lower-case hexadecimal digits";
        return name.Length == 64 && name.All(char.IsAsciiHexDigitLower) ? "an id needs sha256: in front of it" : "";
    }

    private static string Fault(string domain, string path)
    {
        if (domain.Length + 1 + path.Length > LongestName)
            return $"its name is longer than {LongestName} characters";
        if (!ReferenceGrammar.IsDomain(domain))
            return "its registry is no host name with or without a port";
        return ReferenceGrammar.IsPath(path)
            ? ""
            : "its name may have a-z 0-9 only, parts with . _ __ or - between letters and digits, and / between parts";
    }
}
