using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>
/// A reference of an image, or nothing. Only what can be none is refused here; what a reference means is known to the engine, which
/// resolves it.
/// </summary>
internal sealed class ImageKind : OptionalTextKind
{
    private const int MaxLength = 512;

    public override string Text => "image reference";

    public override bool TryRead(TomlValue value, string key, Document document, out string? result)
    {
        if (!Schemas.Text.TryRead(value, key, document, out result))
        {
            return false;
        }

        if (IsReference(result))
        {
            return true;
        }

        document.Add(
            value.Span, Codes.ImageReference, $"{key} = {TextKind.Quote(result)} is not a reference of an image",
            "write it as for docker pull: \"mcp/time\", \"registry.example/team/time:1.2\", \"mcp/time@sha256:…\"");
        return false;
    }

    /// <summary>A leading dash would make it an option of whatever program it is pasted to.</summary>
    public static bool IsReference(string text) =>
        text.Length is > 0 and <= MaxLength
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '[')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':' or '@' or '[' or ']');
}
