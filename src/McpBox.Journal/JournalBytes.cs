using System.Buffers.Binary;
using System.IO.Compression;
using McpBox.Posix.Files;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Journal;

/// <summary>A compressed journal that is not what was compressed: cut off, damaged, or not gzip at all.</summary>
public sealed class DamagedJournalException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>The bytes of a journal, as they were recorded, one after the other.</summary>
internal abstract class JournalBytes(SafeFileHandle handle) : IDisposable
{
    /// <summary>A line may be so long.</summary>
    public abstract int LongestLine { get; }

    /// <summary>A live process holds the file open for writing.</summary>
    public abstract bool IsBeingWritten { get; }

    protected SafeFileHandle Handle { get; } = handle;

    /// <param name="offset">Bytes, as they were recorded, that are passed over.</param>
    public static JournalBytes Open(string path, long offset)
    {
        // To open a pipe is to wait for its writer, and a device has no end.
        if (FileStatus.Of(path) is { Kind: not (FileKind.Regular or FileKind.Directory) })
            throw new IOException($"{path} is no file");
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return path.EndsWith(JournalFolder.PackedExtension, StringComparison.Ordinal) ? new Packed(handle, path, offset) : new Plain(handle, offset);
    }

    /// <summary>The next bytes; 0 at the end, for now.</summary>
    public abstract int Read(Span<byte> room);

    /// <summary>Fills the room with the last bytes of all, as far as there are as many; the place of reading stays.</summary>
    /// <param name="isAll">There are no bytes before them.</param>
    /// <returns>Their number.</returns>
    public abstract int ReadLast(Span<byte> room, out bool isAll);

    public virtual void Dispose() => Handle.Dispose();

    private sealed class Plain(SafeFileHandle handle, long offset) : JournalBytes(handle)
    {
        private long _offset = offset;

        public override int LongestLine => Array.MaxLength;

        public override bool IsBeingWritten => Libc.IsLocked((int)Handle.DangerousGetHandle());

        public override int Read(Span<byte> room)
        {
            var read = RandomAccess.Read(Handle, room, _offset);
            _offset += read;
            return read;
        }

        public override int ReadLast(Span<byte> room, out bool isAll)
        {
            var start = Math.Max(0, RandomAccess.GetLength(Handle) - room.Length);
            isAll = start == 0;
            return RandomAccess.Read(Handle, room, start);
        }
    }

    /// <summary>One member of gzip (RFC 1952), as mcpbox compresses closed sessions.</summary>
    private sealed class Packed : JournalBytes
    {
        private readonly string _path;
        private readonly GZipStream _stream;
        private long _length;

        public Packed(SafeFileHandle handle, string path, long offset)
            : base(handle)
        {
            _path = path;
            _stream = Unpack();
            var passed = new byte[16 * 1024];
            while (_length < offset && Read(passed.AsSpan(0, (int)Math.Min(passed.Length, offset - _length))) > 0)
                continue;
        }

        // A few hundred kilobytes unpack to gigabytes: nobody should be able to make a reader's memory of that.
        public override int LongestLine => 256 << 20;

        public override bool IsBeingWritten => false;

        public override int Read(Span<byte> room)
        {
            var read = Read(_stream, room);
            _length += read;
            if (read == 0 && !room.IsEmpty)
                CheckEnd(_length);
            return read;
        }

        public override int ReadLast(Span<byte> room, out bool isAll)
        {
            using var stream = Unpack();
            var window = new byte[Math.Max(64 * 1024, 2 * room.Length)];
            var (filled, length) = (0, 0L);
            for (var read = 1; read > 0; filled += read)
            {
                if (window.Length - filled < room.Length)
                {
                    window.AsSpan(filled - room.Length, room.Length).CopyTo(window);
                    filled = room.Length;
                }

                read = Read(stream, window.AsSpan(filled));
                length += read;
            }

            CheckEnd(length);
            var last = window.AsSpan(Math.Max(0, filled - room.Length), Math.Min(filled, room.Length));
            last.CopyTo(room);
            isAll = length <= room.Length;
            return last.Length;
        }

        public override void Dispose()
        {
            _stream.Dispose();
            base.Dispose();
        }

        private GZipStream Unpack() => new(new HandleStream(Handle), CompressionMode.Decompress);

        private int Read(GZipStream stream, Span<byte> room)
        {
            try
            {
                return stream.Read(room);
            }
            catch (InvalidDataException error)
            {
                throw new DamagedJournalException($"{_path} is damaged, or no gzip file", error);
            }
        }

        /// <summary>.NET takes a file that was cut off for one that ends there; the length in its last four bytes tells.</summary>
        private void CheckEnd(long length)
        {
            Span<byte> last = stackalloc byte[sizeof(uint)];
            var end = RandomAccess.GetLength(Handle) - last.Length;
            if (end < 0 || RandomAccess.Read(Handle, last, end) != last.Length || BinaryPrimitives.ReadUInt32LittleEndian(last) != (uint)length)
                throw new DamagedJournalException($"{_path} is cut off, or something was added to it");
        }
    }

    /// <summary>A file from its beginning, with a place of its own in a handle that others use.</summary>
    private sealed class HandleStream(SafeFileHandle handle) : Stream
    {
        private long _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(handle, buffer, _offset);
            _offset += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
