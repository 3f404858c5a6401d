using System.Text;

namespace McpBox.Packages.Registries.Archives;

/// <summary>The name of an entry, as it may be: a relative path of plain segments.</summary>
internal static class EntryName
{
    private const int Longest = 4096;
    private const int LongestSegment = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 as text; null when it is none.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with a name, or null.</summary>
    /// <param name="percentEncoded">Some unpack it decoded, so that both readings have to be harmless: NuGet reads names as URLs.</param>
    public static string? Problem(string name, bool percentEncoded)
    {
        var problem = Problem(name);
        return problem is null && percentEncoded && name.Contains('%', StringComparison.Ordinal) ? Problem(Uri.UnescapeDataString(name)) : problem;
    }

    /// <summary>Segments without empty ones and single dots, which name nothing.</summary>
    /// <param name="dropped">So many at the beginning are dropped before that, as npm does it: a dot counts.</param>
    public static string[] Segments(string name, int dropped = 0) =>
        [.. name.Split('/').Skip(dropped).Where(segment => segment is not ("" or "."))];

    private static string? Problem(string name)
    {
        if (name.Length == 0)
            return "it is empty";
        if (name.Any(char.IsControl))
            return "it has a control character";
        if (name.Contains('\\', StringComparison.Ordinal))
            return "it has a backslash, which is a separator to some";
        if (name.StartsWith('/'))
            return "it is absolute";
        if (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]))
            return "it begins with a drive";
        var segments = name.Split('/');
        if (segments.Contains(".."))
            return "it leads out of its folder";
        return name.Length > Longest || segments.Any(segment => Strict.GetByteCount(segment) > LongestSegment) ? "it is too long" : null;
    }
}
