using McpBox.Cli.Packages;

namespace McpBox.Cli.Tests.Packages;

/// <summary>A daemon and a registry: what each has by reference.</summary>
internal sealed class FakeShelf : IImageShelf
{
    private static readonly string Id = Digest('0');

    /// <summary>What the daemon has.</summary>
    public Dictionary<string, ShelvedImage> Daemon { get; } = new(StringComparer.Ordinal);

    /// <summary>Digests of tags.</summary>
    public Dictionary<string, string> Registry { get; } = new(StringComparer.Ordinal);

    public List<string> Fetched { get; } = [];

    public static string Digest(char digit) => $"sha256:{new string(digit, 64)}";

    public ShelvedImage? Find(string reference) => Daemon.GetValueOrDefault(reference);

    public ShelvedImage Fetch(string reference, Action<string> say)
    {
        Fetched.Add(reference);
        return Daemon[reference] = new ShelvedImage(reference.Contains('@', StringComparison.Ordinal) ? reference.Split('@')[1] : Registry[reference], Id);
    }

    public string Newest(string reference) => Registry[reference];
}
