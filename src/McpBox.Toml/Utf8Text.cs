using System.Buffers;
using System.Text.Unicode;

namespace McpBox.Toml;

/// <summary>Turns the file's bytes into text.</summary>
internal static class Utf8Text
{
    /// <summary>No configuration is larger; the bound keeps what a hostile one costs within some hundred megabytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    public static string Decode(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length > maxBytes)
        {
            throw new TomlFault(new TomlSpan(1, 1, 1, 1), $"the document has {utf8.Length} bytes, the limit is {maxBytes}",
                "Split the document.");
        }

        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var characters = new char[utf8.Length];
        var status = Utf8.ToUtf16(utf8, characters, out var read, out var written, replaceInvalidSequences: false);
        var text = new string(characters, 0, written);
        return status == OperationStatus.Done ? text : throw NotUtf8(utf8, read, text);
    }

    private static TomlFault NotUtf8(ReadOnlySpan<byte> utf8, int offset, string textBefore)
    {
        var cursor = new Cursor(textBefore);
        cursor.Advance(textBefore.Length);
        var here = cursor.Here;
        var span = new TomlSpan(here.Line, here.Column, here.Line, here.Column + 1);
        var isUtf16 = utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        var message = isUtf16 ? "the document is UTF-16" : $"the byte 0x{utf8[offset]:X2} is not valid UTF-8 here";
        return new TomlFault(span, message, "Save the file as UTF-8.");
    }
}
