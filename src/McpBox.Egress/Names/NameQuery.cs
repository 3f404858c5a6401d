using System.Buffers.Binary;
using System.Net;
using System.Text;
using McpBox.Egress.Rules;

namespace McpBox.Egress.Names;

/// <summary>
/// Questions of a resolver library (RFC 1035 section 4.1), as far as the sandbox needs them: one question, answered from the list alone. Nothing is asked elsewhere,
/// so that no name can carry anything out.
/// </summary>
internal static class NameQuery
{
    /// <summary>The longest message over UDP without extensions (RFC 1035 section 2.3.4); what is longer is not answered.</summary>
    public const int Longest = 512;

    private const int HeaderLength = 12;
    private const ushort AddressType = 1;
    private const ushort InternetClass = 1;
    private const byte PointerMask = 0xC0;

    // A name of a wildcard keeps its address for the session.
    private const uint Seconds = 60;

    /// <summary>The name that is asked for, normal; null for what is no question of one name. The question itself ends at <paramref name="end"/>.</summary>
    public static string? Name(ReadOnlySpan<byte> message, out int end)
    {
        end = 0;
        if (message.Length < HeaderLength || (message[2] & 0xF8) != 0 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
            return null;
        var name = new StringBuilder();
        var at = HeaderLength;
        while (at < message.Length && message[at] is not 0 and var length)
        {
            if ((length & PointerMask) != 0 || at + 1 + length >= message.Length)
                return null;
            name.Append(name.Length == 0 ? "" : ".").Append(Encoding.Latin1.GetString(message.Slice(at + 1, length)));
            at += 1 + length;
        }

        end = at + 5; // the root's length, type and class
        return end <= message.Length ? HostName.Normal(name.ToString()) ?? "" : null;
    }

    /// <summary>Answers a question; without an address the name does not exist (RCODE 3). Types other than A have no records: there is no IPv6 inside.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> message, int end, IPAddress? address)
    {
        var isAddress = BinaryPrimitives.ReadUInt16BigEndian(message[(end - 4)..]) == AddressType && BinaryPrimitives.ReadUInt16BigEndian(message[(end - 2)..]) == InternetClass;
        var has = address is not null && isAddress;
        var answer = new byte[end + (has ? 16 : 0)];
        message[..end].CopyTo(answer);
        answer[2] = (byte)(0x84 | (message[2] & 1)); // QR, AA, and RD as it was asked
        answer[3] = (byte)(0x80 | (address is null ? 3 : 0)); // RA
        answer.AsSpan(6, 6).Clear();
        if (!has)
            return answer;
        answer[7] = 1;
        var record = answer.AsSpan(end);
        BinaryPrimitives.WriteUInt16BigEndian(record, 0xC000 | HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], AddressType);
        BinaryPrimitives.WriteUInt16BigEndian(record[4..], InternetClass);
        BinaryPrimitives.WriteUInt32BigEndian(record[6..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(record[10..], 4);
        address!.GetAddressBytes().CopyTo(record[12..]);
        return answer;
    }
}
