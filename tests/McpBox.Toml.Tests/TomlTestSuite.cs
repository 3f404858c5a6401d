namespace McpBox.Toml.Tests;

/// <summary>The files of toml-test that its own list names for TOML 1.0.0, under <c>tests/data/toml-test</c>.</summary>
internal static class TomlTestSuite
{
    private const string ListName = "files-toml-1.0.0";

    private static readonly string Root = FindRoot();

    public static IReadOnlyList<string> Valid { get; } = Listed("valid/");

    public static IReadOnlyList<string> Invalid { get; } = Listed("invalid/");

    /// <summary>The bytes of a file by its name in the list.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name));

    private static string[] Listed(string folder) =>
    [
        .. File.ReadLines(Path.Combine(Root, ListName))
            .Where(line => line.StartsWith(folder, StringComparison.Ordinal) && Path.GetExtension(line) == ".toml"),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "data", "toml-test");
            if (File.Exists(Path.Combine(candidate, ListName)))
                return candidate;
        }

        throw new DirectoryNotFoundException("tests/data/toml-test is not above the test's own folder");
    }
}
