using System.Diagnostics.CodeAnalysis;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A recipient in age's notation. Whether it is a right one, only age can say.</summary>
internal sealed class EscrowKind : OptionalTextKind
{
    public override string Text => "`age1…` or `ssh-…`";

    public override bool TryRead(TomlValue value, string key, Document document, [MaybeNullWhen(false)] out string? result)
    {
        if (!Schemas.Text.TryRead(value, key, document, out result))
        {
            return false;
        }

        if (result.StartsWith("age1", StringComparison.Ordinal) || result.StartsWith("ssh-", StringComparison.Ordinal))
        {
            return true;
        }

        document.Add(value.Span, Codes.NotAChoice, $"{key} is a recipient of age, and begins with age1 or ssh-", "`age-keygen -y FILE` prints the recipient of a key");
        return false;
    }
}
