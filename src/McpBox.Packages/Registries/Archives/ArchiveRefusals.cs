using McpBox.Sandbox;

namespace McpBox.Packages.Registries.Archives;

/// <summary>Every refusal of looking through an archive, in the order of its codes (docs/errors.md).</summary>
internal static class ArchiveRefusals
{
    private const string Next = "nothing of it was unpacked; tell the package's author, or whoever runs the registry";

    public static Refusal Unreadable(string archive, string problem) => new("MB6340", $"the archive {ShownText.Of(archive)} cannot be trusted: {problem}", Next);

    public static Refusal NameForbidden(string archive, string entry, string problem) => new(
        "MB6341", $"the archive {ShownText.Of(archive)} has an entry with a forbidden name, {ShownText.Of(entry)}: {problem}", Next);

    public static Refusal KindForbidden(string archive, string entry, string kind) => new(
        "MB6342", $"the archive {ShownText.Of(archive)} has {kind} in it, {ShownText.Of(entry)}; only files and folders may be", Next);

    public static Refusal Twice(string archive, string entry) => new(
        "MB6343", $"the archive {ShownText.Of(archive)} has {ShownText.Of(entry)} in it twice, or as a file and as a folder", Next);

    public static Refusal SetId(string archive, string entry) => new(
        "MB6344", $"the archive {ShownText.Of(archive)} has a set-uid or set-gid mode on {ShownText.Of(entry)}", Next);

    public static Refusal TooManyEntries(string archive, int limit) => new("MB6345", $"the archive {ShownText.Of(archive)} has more than {limit} entries", Next);

    public static Refusal TooLarge(string archive, long limit) => new(
        "MB6345", $"the archive {ShownText.Of(archive)} unpacks to more than {ShownText.Bytes(limit)}", Next);

    public static Refusal TooDense(string archive, int ratio) => new(
        "MB6345", $"the archive {ShownText.Of(archive)} unpacks to more than {ratio} times its size", Next);

    public static Refusal Encrypted(string archive, string entry) => new(
        "MB6346", $"the archive {ShownText.Of(archive)} has an encrypted entry, {ShownText.Of(entry)}", Next);
}
