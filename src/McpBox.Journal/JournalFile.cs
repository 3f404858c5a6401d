using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Journal;

/// <summary>An append-only file that after any failure ends with a whole record, and then takes no more.</summary>
internal sealed class JournalFile : IDisposable
{
    private const uint OwnerReadWrite = 0x180; // 0600
    private const byte LineFeed = (byte)'\n';

    // A write beyond RLIMIT_FSIZE raises SIGXFSZ (25), which would kill us before EFBIG is seen. A handler, unlike SIG_IGN, is not inherited by
    // the server. It stays for good: .NET delivers signals from a thread of its own, so one may come after the file was closed.
    private static readonly PosixSignalRegistration FileSizeSignal = PosixSignalRegistration.Create((PosixSignal)25, static signal => signal.Cancel = true);

    private readonly SafeFileHandle _handle;
    private readonly int _descriptor;
    private readonly string _path;
    private long _length;
    private long _whole;
    private long _synced;
    private JournalException? _failure;

    private JournalFile(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes the file (0600, close-on-exec) and locks it as live.</summary>
    /// <exception cref="JournalException">MB4003: it exists already, or cannot be made.</exception>
    public static JournalFile Create(string path)
    {
        GC.KeepAlive(FileSizeSignal);
        int descriptor;
        do
            descriptor = Libc.Open(path, Libc.CreateAppendExclusively, OwnerReadWrite);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);

        if (descriptor < 0)
        {
            var cause = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            throw new JournalException("MB4003", $"the journal {path} cannot be made: {cause}", "free some space or make the folder writable for you");
        }

        // A file system without locks costs only `log verify` its word "live".
        _ = Libc.TryLock(descriptor);
        return new JournalFile(path, descriptor);
    }

    /// <summary>Appends bytes in which each line feed ends a record.</summary>
    public void AppendLines(ReadOnlySpan<byte> bytes) => Append(bytes, mayEndRecord: true);

    /// <summary>Appends a piece of a record; it holds no line feed.</summary>
    public void AppendPiece(ReadOnlySpan<byte> bytes) => Append(bytes, mayEndRecord: false);

    /// <summary>Waits until everything appended is on the disk, and the first time the file's name too: fdatasync(2), fsync(2). Nothing new, no wait.</summary>
    /// <exception cref="JournalException">MB4004: the disk or its file system refuses. What was written may or may not be there after a power failure.</exception>
    public void Sync()
    {
        ThrowIfFailed();
        if (_synced == _length)
            return;
        if (Libc.SyncData(_descriptor) != 0 || (_synced == 0 && !JournalFolder.TrySync(_path)))
        {
            _failure = new JournalException(
                "MB4004", $"the journal {_path} cannot be brought to the disk: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}",
                "look at the disk, or put journal.sync = \"none\" into the profile; nothing unrecorded was passed on");
            throw _failure;
        }

        _synced = _length;
    }

    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new JournalException(failure.Code, failure.Reason, failure.Hint, failure);
    }

    /// <summary>Closes the file; a record that was begun and never finished is cut off, and a file without any record is removed.</summary>
    public void Dispose()
    {
        if (_handle.IsClosed)
            return;
        if (_failure is null && _whole != _length)
            _ = Libc.Truncate(_descriptor, _whole);
        Libc.Unlock(_descriptor);
        _handle.Dispose();
        if (_whole == 0)
            RemoveEmpty();
    }

    private void Append(ReadOnlySpan<byte> bytes, bool mayEndRecord)
    {
        ThrowIfFailed();
        while (!bytes.IsEmpty)
        {
            var written = (int)Libc.Write(_descriptor, bytes, bytes.Length);
            if (written <= 0)
            {
                Handle(written == 0 ? 0 : Marshal.GetLastPInvokeError());
                continue;
            }

            if (mayEndRecord && bytes[..written].LastIndexOf(LineFeed) is >= 0 and var end)
                _whole = _length + end + 1;
            _length += written;
            bytes = bytes[written..];
        }
    }

    private void Handle(int error)
    {
        if (error == Libc.Eintr)
            return;
        var cause = error == 0 ? "nothing was written" : Marshal.GetPInvokeErrorMessage(error);
        var cut = Libc.Truncate(_descriptor, _whole) == 0 ? "" : " (and its last record is incomplete)";
        _failure = new JournalException("MB4004", $"the journal {_path} cannot be written: {cause}{cut}", "free some space, then start the session again; nothing unrecorded was passed on");
        throw _failure;
    }

    private void RemoveEmpty()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty file that stays behind says nothing false: it is listed as a session without records.
        }
    }
}
