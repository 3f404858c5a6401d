using System.Collections.Immutable;

namespace McpBox.Packages.Specs;

/// <summary>Reads what people write for a package. Every text has one meaning or a refusal; nothing is looked up.</summary>
public static class SpecReader
{
    private const int MaxLength = 512;

    private static readonly ImmutableDictionary<string, Ecosystem> Prefixes = new Dictionary<string, Ecosystem>(StringComparer.Ordinal)
    {
        ["npm"] = Ecosystem.Npm,
        ["pypi"] = Ecosystem.PyPi,
        ["nuget"] = Ecosystem.NuGet,
        ["oci"] = Ecosystem.Oci,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    // What people write for them instead.
    private static readonly ImmutableDictionary<string, string> Meant = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["node"] = "npm",
        ["npx"] = "npm",
        ["pip"] = "pypi",
        ["pipx"] = "pypi",
        ["py"] = "pypi",
        ["python"] = "pypi",
        ["uv"] = "pypi",
        ["uvx"] = "pypi",
        ["dnx"] = "nuget",
        ["dotnet"] = "nuget",
        ["docker"] = "oci",
        ["image"] = "oci",
        ["podman"] = "oci",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Reads <c>npm:@scope/pkg@^1.2#program</c> and its kin. Without a prefix it is an npm package, as npx would take it. What
    /// <see cref="PackageSpec.ToString"/> writes is read back equal.
    /// </summary>
    /// <exception cref="PackageException">It is none, or one that cannot be pinned: an address, a file, an alias.</exception>
    public static PackageSpec Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RefuseUnreadable(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !IsWord(text[..colon]))
            return Read(text, Ecosystem.Npm);
        var prefix = text[..colon];
        if (!Prefixes.TryGetValue(prefix, out var ecosystem))
            throw UnknownPrefix(text, prefix);
        return ReadWithProgram(text[(colon + 1)..], ecosystem);
    }

    /// <summary>Reads a spec as the ecosystem's own tools take it, without a prefix.</summary>
    /// <exception cref="PackageException">As of <see cref="Read(string)"/>.</exception>
    public static PackageSpec Read(string text, Ecosystem ecosystem)
    {
        ArgumentNullException.ThrowIfNull(text);
        RefuseUnreadable(text);
        if (ecosystem != Ecosystem.Oci)
            Addresses.Refuse(text);
        return ecosystem switch
        {
            Ecosystem.Npm => NpmSpec.Read(text),
            Ecosystem.PyPi => PyPiSpec.Read(text),
            Ecosystem.NuGet => NuGetSpec.Read(text),
            _ => OciSpec.Read(text),
        };
    }

    /// <summary>The same for a program of the package, as <c>npx -p PKG PROGRAM</c> names it.</summary>
    /// <exception cref="PackageException">The program's name is none, or as of <see cref="Read(string)"/>.</exception>
    public static PackageSpec WithProgram(PackageSpec spec, string program)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(program);
        if (spec.Ecosystem == Ecosystem.Oci || !IsProgram(program))
        {
            throw new PackageException(
                "MB6001", $"\"{program}\" is not the name of a program of {spec.Name}", "write the name of one of the package's commands, without a path");
        }

        return spec with { Program = program };
    }

    private static PackageSpec ReadWithProgram(string text, Ecosystem ecosystem)
    {
        var sharp = text.LastIndexOf('#');
        return sharp < 0 ? Read(text, ecosystem) : WithProgram(Read(text[..sharp], ecosystem), text[(sharp + 1)..]);
    }

    // A path would name a file that is none of the package's programs; a dash would be an option of whatever starts it.
    private static bool IsProgram(string name) =>
        name.Length is > 0 and <= 128 && name[0] is not ('-' or '.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+');

    // Letters that look like others, or like nothing, have no place where a name decides what is run.
    private static void RefuseUnreadable(string text)
    {
        if (text.Length == 0)
            throw new PackageException("MB6001", "the name of the package is empty", "write the package's name: npm:@scope/pkg");
        if (text.Length > MaxLength)
            throw new PackageException("MB6001", $"the name of a package has {text.Length} characters", $"no registry has names of more than {MaxLength}");
        if (text.Any(c => c is < ' ' or > '~'))
        {
            throw new PackageException(
                "MB6005", $"\"{text}\" has characters that are no visible ASCII, and could look like another package",
                "type the name by hand, as the registry's own page has it");
        }
    }

    private static PackageException UnknownPrefix(string text, string prefix)
    {
        Addresses.Refuse(text);
        return new PackageException(
            "MB6007", $"\"{prefix}:\" in \"{text}\" is no registry that mcpbox knows",
            Meant.TryGetValue(prefix.ToLowerInvariant(), out var meant)
                ? $"did you mean {meant}:{text[(prefix.Length + 1)..]}?"
                : "use npm:, pypi:, nuget: or oci:, or leave it out for npm");
    }

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
}
