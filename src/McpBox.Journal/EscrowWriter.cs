using System.Buffers.Text;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Journal;

/// <summary>
/// Hands each frame, as it was on the wire, to the session's <c>age</c>: one JSON line each with <c>seq</c>, <c>dir</c> and <c>frame</c>, or <c>raw</c> in base64.
/// What age writes lies beside the journal (0600). A part of the record: when age is gone, nothing is passed on any more.
/// </summary>
internal sealed class EscrowWriter : IDisposable
{
    public const string Extension = ".escrow.age";

    private const int Capacity = 128 * 1024;
    private const int Base64Chunk = 48 * 1024;
    private const int PipeSize = 1 << 20;
    private const int EndMilliseconds = 10_000;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private readonly ChildProcess _age;
    private readonly SafeFileHandle _input;
    private readonly string _path;
    private int _length;
    private bool _ended;
    private JournalException? _failure;

    private EscrowWriter(string path, ChildProcess age, SafeFileHandle input) => (_path, _age, _input) = (path, age, input);

    /// <summary>Makes the file, which must not exist, and starts age.</summary>
    /// <exception cref="JournalException">MB4303; MB4305: the file cannot be made.</exception>
    public static EscrowWriter Start(string path, EscrowRecipient recipient)
    {
        using var output = Create(path);
        using var errors = EscrowRecipient.Nothing(FileAccess.Write);
        var pipe = Pipe.Open();
        pipe.Resize(PipeSize);
        try
        {
            var age = recipient.Start(pipe.Reader, output, errors);
            pipe.Reader.Dispose();
            return new EscrowWriter(path, age, pipe.Writer);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <summary>Takes a frame; a large one is handed on at once.</summary>
    /// <exception cref="JournalException">MB4306: age is gone.</exception>
    public void Append(long sequence, ReadOnlySpan<byte> direction, ReadOnlySpan<byte> frame, bool isJson)
    {
        Add("{\"seq\":"u8);
        Room(32);
        _ = Utf8Formatter.TryFormat(sequence, _buffer.AsSpan(_length), out var written);
        _length += written;
        Add(",\"dir\":\""u8);
        Add(direction);
        Add(isJson ? "\",\"frame\":"u8 : "\",\"raw\":\""u8);
        if (isJson)
            Add(frame);
        else
            AddBase64(frame);
        Add(isJson ? "}\n"u8 : "\"}\n"u8);
    }

    /// <summary>Hands all that was taken to age. Waits while age's pipe is full.</summary>
    /// <exception cref="JournalException">MB4306: age is gone.</exception>
    public void Flush()
    {
        Hand(_buffer.AsSpan(0, _length));
        _length = 0;
    }

    /// <summary>Lets age write the rest and end.</summary>
    /// <exception cref="JournalException">MB4306: it did not, or not well.</exception>
    public void End()
    {
        Flush();
        if (!WaitForEnd())
            throw Lost("it did not end in order");
    }

    public void Dispose()
    {
        _ = WaitForEnd();
        _age.Dispose();
    }

    private static SafeFileHandle Create(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            new FileStream(path, options).Dispose();
            return File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("MB4305", $"the escrow {path} cannot be made: {exception.Message}", "free some space, or make the folder writable for you", exception);
        }
    }

    private bool WaitForEnd()
    {
        if (_ended)
            return true;
        _ended = true;
        _input.Dispose();
        Span<PollFd> end = [new PollFd { Fd = (int)_age.Descriptor.DangerousGetHandle(), Events = Descriptor.PollIn }];
        Descriptor.Poll(end, EndMilliseconds);
        if (end[0].Revents == 0)
            _age.Kill();
        return _age.Wait() is { Code: 0 };
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Capacity)
        {
            Flush();
            Hand(bytes);
            return;
        }

        Room(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AddBase64(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(bytes.Length, Base64Chunk)];
            Room(Base64.GetMaxEncodedToUtf8Length(chunk.Length));
            _ = Base64.EncodeToUtf8(chunk, _buffer.AsSpan(_length), out _, out var written);
            _length += written;
            bytes = bytes[chunk.Length..];
        }
    }

    private void Room(int count)
    {
        if (Capacity - _length < count)
            Flush();
    }

    private void Hand(ReadOnlySpan<byte> bytes)
    {
        if (_failure is { } failure)
            throw new JournalException(failure.Code, failure.Reason, failure.Hint, failure);
        while (!bytes.IsEmpty)
        {
            var result = Descriptor.Write((int)_input.DangerousGetHandle(), bytes);
            if (result.Status != IoStatus.Ok)
                throw _failure = Lost(result.Status == IoStatus.Closed ? "it ended before the session" : $"errno {result.Errno}");
            bytes = bytes[result.Count..];
        }
    }

    private JournalException Lost(string why) =>
        new("MB4306", $"age no longer writes the escrow {_path}: {why}", "free some space, then start the session again; nothing unrecorded was passed on");
}
