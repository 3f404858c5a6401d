using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>
/// Finds id and method of a JSON object that is too long to be held, wherever they stand: some SDKs write the id last. Takes the frame piece
/// by piece and keeps one short token of its top level.
/// </summary>
internal sealed class OversizeScan
{
    private const int MaxToken = RequestId.MaxBytes;

    private readonly byte[] _token = new byte[MaxToken];
    private int _length;
    private int _depth;
    private bool _isObject;
    private bool _inString;
    private bool _escaped;
    private Member _member;
    private bool _hasOutcome;

    private enum Member
    {
        Other,
        Id,
        Method,
    }

    /// <summary>The raw token; empty when there is none that is a string or a number.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>The raw string token; empty when there is none.</summary>
    public byte[] Method { get; private set; } = [];

    public FrameKind Kind => Method.Length > 0 ? Id.Length > 0 ? FrameKind.Request : FrameKind.Notification
        : Id.Length > 0 && _hasOutcome ? FrameKind.Response
        : FrameKind.Invalid;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_inString && !_escaped && _depth != 1)
            {
                var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
                bytes = end < 0 ? [] : bytes[end..];
                if (bytes.IsEmpty)
                {
                    return;
                }
            }

            Step(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void Step(byte one)
    {
        if (_inString)
        {
            _inString = _escaped || one != (byte)'"';
            _escaped = !_escaped && one == (byte)'\\';
            Keep(one);
            return;
        }

        switch (one)
        {
            case (byte)'{' or (byte)'[':
                Keep(one);
                _isObject |= _depth == 0 && one == (byte)'{';
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                EndMember();
                _depth--;
                break;
            case (byte)',':
                EndMember();
                break;
            case (byte)':':
                EndName();
                break;
            case (byte)' ' or (byte)'\t' or (byte)'\r' when _length == 0:
                break;
            default:
                _inString = one == (byte)'"';
                Keep(one);
                break;
        }
    }

    // One byte more than fits is counted, so that a token which was too long is known.
    private void Keep(byte one)
    {
        if (_depth != 1 || !_isObject || _length > MaxToken)
        {
            return;
        }

        if (_length < MaxToken)
        {
            _token[_length] = one;
        }

        _length++;
    }

    private void EndName()
    {
        if (_depth != 1)
        {
            return;
        }

        var name = Token(orNumber: false) is { Length: > 0 } token ? token.AsSpan()[1..^1] : [];
        _member = name.SequenceEqual("id"u8) ? Member.Id : name.SequenceEqual("method"u8) ? Member.Method : Member.Other;
        _hasOutcome |= name.SequenceEqual("result"u8) || name.SequenceEqual("error"u8);
        _length = 0;
    }

    private void EndMember()
    {
        if (_depth != 1)
        {
            return;
        }

        if (_member == Member.Id)
        {
            Id = Token(orNumber: true);
        }
        else if (_member == Member.Method)
        {
            Method = Token(orNumber: false);
        }

        (_member, _length) = (Member.Other, 0);
    }

    /// <summary>What was kept, if it is one whole string, or number where that will do: it will stand in our own answer and in the journal.</summary>
    private byte[] Token(bool orNumber)
    {
        if (_length is 0 or > MaxToken)
        {
            return [];
        }

        var token = _token.AsSpan(0, _length).TrimEnd(" \t\r"u8);
        try
        {
            var reader = new Utf8JsonReader(token);
            var isOne = reader.Read() && (reader.TokenType == JsonTokenType.String || (orNumber && reader.TokenType == JsonTokenType.Number)) && !reader.Read();
            return isOne && System.Text.Unicode.Utf8.IsValid(token) ? token.ToArray() : [];
        }
        catch (JsonException)
        {
            // No token of JSON: nothing that could be answered.
            return [];
        }
    }
}
