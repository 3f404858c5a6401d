using System.Text;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Locking;

/// <summary>What the texts of a locked package may be, for who writes and who reads them.</summary>
internal static class LockedText
{
    private const int TreeLength = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A version or a toolchain: one line, not empty.</summary>
    public static bool IsLine(string text) => text.Length > 0 && !text.Any(char.IsControl);

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static bool IsHash(string text) => text.Length == TreeLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Why a package would not read back as it is; null when it would.</summary>
    public static string? FaultOf(LockedPackage package) =>
        !SpecText.IsReversible(package.Spec) ? "its name, version or program is empty or holds a character that separates them"
        : !IsLine(package.Version) ? "its version is empty or holds control characters"
        : !IsLine(package.Toolchain) ? "its toolchain is empty or holds control characters"
        : package.Tree is { } tree && !IsHash(tree) ? "its tree is no SHA-256 in lower-case hexadecimal digits"
        : !IsUnicode(package.Spec.ToString()) || !IsUnicode(package.Version) || !IsUnicode(package.Toolchain) || !IsUnicode(package.Resolution)
            ? "half a surrogate pair is no text"
        : null;

    private static bool IsUnicode(string text)
    {
        try
        {
            _ = Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
