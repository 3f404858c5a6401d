using System.Collections.Immutable;

namespace McpBox.Profiles.Sources;

/// <summary>The profiles of the folder <c>profiles/</c>, carried in the assembly.</summary>
internal static class BuiltInProfiles
{
    private const string Folder = "profiles/";
    private const string Extension = ".toml";

    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(BuiltInProfiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string name) => $"builtin:{name}{Extension}";

    public static byte[] Read(string name)
    {
        using var stream = typeof(BuiltInProfiles).Assembly.GetManifestResourceStream(Folder + name + Extension)
            ?? throw new InvalidOperationException($"the assembly carries no profile {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
