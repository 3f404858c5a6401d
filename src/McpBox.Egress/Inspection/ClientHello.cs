using System.Buffers.Binary;
using System.Text;

namespace McpBox.Egress.Inspection;

/// <summary>The first message of TLS (RFC 8446 section 4.1.2), in one or several records, and the server name in it (RFC 6066 section 3).</summary>
internal static class ClientHello
{
    public const byte HandshakeRecord = 22;

    private const byte Hello = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int ServerName = 0;
    private const int EncryptedHello = 0xFE0D;

    /// <summary>
    /// Whether they begin with a record of TLS that is none of a handshake (20, 21, 23 and 24), or with the hello of SSL 2 (RFC 5246 appendix E.2), which has no names;
    /// null while they could. Servers pass over a warning (OpenSSL does), and the hello after it would not be looked at.
    /// </summary>
    public static bool? IsOtherRecord(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        20 or 21 or 23 or 24 => bytes.Length < 2 ? null : bytes[1] == 3,
        >= 0x80 when (bytes.Length > 2 && bytes[2] != Hello) || (bytes.Length > 3 && bytes[3] != 3) => false,
        >= 0x80 => bytes.Length < 4 ? null : true,
        _ => false,
    };

    public static FirstBytes Read(ReadOnlySpan<byte> bytes)
    {
        // The message without the headers of its records.
        var message = new byte[bytes.Length];
        var length = 0;
        while (bytes.Length >= RecordHeader)
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
            if (bytes[0] != HandshakeRecord || bytes[1] != 3 || size == 0)
                return new FirstBytes(FirstKind.Broken);
            var piece = bytes[RecordHeader..];
            piece = piece[..Math.Min(size, piece.Length)];
            piece.CopyTo(message.AsSpan(length));
            length += piece.Length;
            if (length >= MessageHeader && IsWhole(message.AsSpan(0, length), out var end))
                return message[0] == Hello ? ReadHello(message.AsSpan(MessageHeader, end - MessageHeader)) : new FirstBytes(FirstKind.Broken);
            if (piece.Length < size)
                break;
            bytes = bytes[(RecordHeader + size)..];
        }

        return new FirstBytes(length > 0 && message[0] != Hello ? FirstKind.Broken : FirstKind.Unfinished);
    }

    private static bool IsWhole(ReadOnlySpan<byte> message, out int end)
    {
        end = MessageHeader + (message[1] << 16 | message[2] << 8 | message[3]);
        return message.Length >= end;
    }

    private static FirstBytes ReadHello(ReadOnlySpan<byte> hello)
    {
        var reader = new Fields(hello);
        _ = reader.Skip(2 + 32);    // version, random
        _ = reader.Take(1);         // session id
        _ = reader.Take(2);         // cipher suites
        _ = reader.Take(1);         // compression methods
        if (reader.Failed)
            return new FirstBytes(FirstKind.Broken);
        if (reader.IsAtEnd)
            return new FirstBytes(FirstKind.Tls);
        var extensions = new Fields(reader.Take(2));
        if (reader.Failed)
            return new FirstBytes(FirstKind.Broken);
        string? name = null;
        var (named, hidden) = (false, false);
        while (!extensions.IsAtEnd)
        {
            var type = extensions.Number(2);
            var value = extensions.Take(2);
            if (extensions.Failed || (type == ServerName && named))
                return new FirstBytes(FirstKind.Broken);
            hidden |= type == EncryptedHello;
            if (type != ServerName)
                continue;
            named = true;
            if ((name = NameOf(value)) is null)
                return new FirstBytes(FirstKind.Broken);
        }

        return new FirstBytes(FirstKind.Tls, name, hidden);
    }

    /// <summary>The one host name of the list; null where it is empty, has several or another kind: a server may choose among them.</summary>
    private static string? NameOf(ReadOnlySpan<byte> value)
    {
        var outer = new Fields(value);
        var list = new Fields(outer.Take(2));
        var kind = list.Number(1);
        var name = list.Take(2);
        return outer.Failed || list.Failed || !outer.IsAtEnd || !list.IsAtEnd || kind != 0 || name.IsEmpty ? null : Encoding.Latin1.GetString(name);
    }

    /// <summary>Reads fields with a length before them; after a failure everything is empty.</summary>
    private ref struct Fields(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public bool Failed { get; private set; }

        public readonly bool IsAtEnd => _left.IsEmpty;

        public int Number(int size)
        {
            var number = 0;
            foreach (var next in Skip(size))
                number = number << 8 | next;
            return number;
        }

        public ReadOnlySpan<byte> Take(int sizeOfLength) => Skip(Number(sizeOfLength));

        public ReadOnlySpan<byte> Skip(int count)
        {
            if (count > _left.Length)
            {
                Failed = true;
                _left = [];
                return [];
            }

            var taken = _left[..count];
            _left = _left[count..];
            return taken;
        }
    }
}
