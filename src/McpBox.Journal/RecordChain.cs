using System.Buffers.Text;
using System.Security.Cryptography;

namespace McpBox.Journal;

/// <summary>
/// Lines on their way into the file: collects small ones for one write, passes large bodies on without a copy, and ends each with the
/// SHA-256 of the line before. Allocates nothing after the first line.
/// </summary>
internal sealed class RecordChain(JournalFile file) : IDisposable
{
    private const int Capacity = 128 * 1024;
    private const int CopyLimit = 64 * 1024;
    private const int Base64Chunk = 48 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private readonly byte[] _previous = LineHash.None();

    // One hash object, reset after each line: cheaper than SHA256.HashData, which makes and frees an OpenSSL context each time.
    // Made at the first record: it loads OpenSSL, which can happen while the sandbox is starting beside us, not before.
    private IncrementalHash? _hash;
    private int _length;
    private int _hashed;

    /// <summary>The hash of the last finished line, as it stands in the next line's <c>prev</c>; 64 zeros before the first.</summary>
    public ReadOnlySpan<byte> Previous => _previous;

    private IncrementalHash Hash => _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Room for at least <paramref name="count"/> bytes (up to 64 KiB); what was filled is told to <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int count)
    {
        if (Capacity - _length < count)
            Flush();
        return _buffer.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= CopyLimit)
        {
            bytes.CopyTo(Reserve(bytes.Length));
            _length += bytes.Length;
            return;
        }

        Flush();
        Hash.AppendData(bytes);
        file.AppendPiece(bytes);
    }

    public void AppendBase64(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(bytes.Length, Base64Chunk)];
            _ = Base64.EncodeToUtf8(chunk, Reserve(Base64.GetMaxEncodedToUtf8Length(chunk.Length)), out _, out var written);
            _length += written;
            bytes = bytes[chunk.Length..];
        }
    }

    /// <summary>The hash of the unfinished line so far: 32 bytes.</summary>
    public void HashSoFar(Span<byte> digest)
    {
        HashPending();
        _ = Hash.GetCurrentHash(digest);
    }

    /// <summary>Ends the line: <c>,"prev":"…"}</c> and a line feed.</summary>
    public void EndLine()
    {
        var end = Reserve(LineHash.Digits + 16);
        ",\"prev\":\""u8.CopyTo(end);
        Previous.CopyTo(end[9..]);
        "\"}\n"u8.CopyTo(end[(9 + LineHash.Digits)..]);
        _length += 9 + LineHash.Digits + 2;

        HashPending();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _ = Hash.GetHashAndReset(digest);
        LineHash.Write(digest, _previous);
        _hashed = ++_length; // the line feed belongs to the file, not to the hash
    }

    /// <summary>Hands everything collected to the kernel.</summary>
    public void Flush()
    {
        HashPending();
        file.AppendLines(_buffer.AsSpan(0, _length));
        _length = _hashed = 0;
    }

    public void Dispose() => _hash?.Dispose();

    private void HashPending()
    {
        if (_hashed < _length)
            Hash.AppendData(_buffer, _hashed, _length - _hashed);
        _hashed = _length;
    }
}
