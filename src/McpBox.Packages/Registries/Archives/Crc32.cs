namespace McpBox.Packages.Registries.Archives;

/// <summary>The checksum of gzip and zip (RFC 1952, section 8), four bytes at a time. It is not in the framework without another package.</summary>
internal struct Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    private uint _state;

    public readonly uint Value => _state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var state = ~_state;
        var (t0, t1, t2, t3) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        while (bytes.Length >= 4)
        {
            state ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            state = t3[state & 0xff] ^ t2[(state >> 8) & 0xff] ^ t1[(state >> 16) & 0xff] ^ t0[state >> 24];
            bytes = bytes[4..];
        }

        foreach (var value in bytes)
            state = t0[(state ^ value) & 0xff] ^ (state >> 8);
        _state = ~state;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [new uint[256], new uint[256], new uint[256], new uint[256]];
        for (uint value = 0; value < 256; value++)
        {
            var state = value;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
            tables[0][value] = state;
        }

        for (var table = 1; table < 4; table++)
        {
            for (var value = 0; value < 256; value++)
                tables[table][value] = (tables[table - 1][value] >> 8) ^ tables[0][tables[table - 1][value] & 0xff];
        }

        return tables;
    }
}
