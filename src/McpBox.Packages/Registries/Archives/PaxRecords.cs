using System.Globalization;

namespace McpBox.Packages.Registries.Archives;

/// <summary>The extended header of an entry (POSIX.1-2001, pax): <c>LENGTH KEY=VALUE\n</c>, of which only some keys change what is unpacked.</summary>
internal static class PaxRecords
{
    /// <returns>The name and the size it gives, each null when it gives none.</returns>
    /// <exception cref="InvalidDataException">It cannot be read, or says what nobody may say.</exception>
    public static (byte[]? Path, long? Size) Read(ReadOnlySpan<byte> records, bool isGlobal)
    {
        byte[]? path = null;
        long? size = null;
        while (!records.IsEmpty)
        {
            var (key, value) = Next(ref records);
            if (key is "path" or "size" && isGlobal)
                throw new InvalidDataException("a header for all entries gives them one name or size");
            if (key.StartsWith("GNU.sparse", StringComparison.Ordinal))
                throw new InvalidDataException("an entry is sparse");
            if (key is "path")
                path = path is null ? value.ToArray() : throw new InvalidDataException("an entry is named twice");
            if (key is "size")
                size = size is null ? Number(value) : throw new InvalidDataException("the size of an entry stands there twice");
        }

        return (path, size);
    }

    private static (string Key, byte[] Value) Next(ref ReadOnlySpan<byte> records)
    {
        var space = records.IndexOf((byte)' ');
        var length = space is > 0 and < 10 ? Number(records[..space]) : 0;
        if (length <= space + 2 || length > records.Length || records[(int)length - 1] != '\n')
            throw new InvalidDataException("an extended header cannot be read");
        var record = records[(space + 1)..((int)length - 1)];
        records = records[(int)length..];
        var equals = record.IndexOf((byte)'=');
        var key = equals > 0 ? EntryName.Decode(record[..equals]) : null;
        return key is null ? throw new InvalidDataException("an extended header cannot be read") : (key, record[(equals + 1)..].ToArray());
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException("an extended header cannot be read");
}
