using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Files;

public enum BoundedReadStatus
{
    Read,
    Missing,
    TooLarge,

    /// <summary>A folder, pipe, socket or device; none of them is opened in a way that could block.</summary>
    NotRegular,

    /// <summary>The last part of the path is a symbolic link, and links were not to be followed.</summary>
    Link,
    Failed,
}

/// <summary>What was read, and whose file it was at that moment.</summary>
/// <param name="Bytes">Empty unless the status is <see cref="BoundedReadStatus.Read"/>.</param>
/// <param name="File">Of the open descriptor, so that they belong to the very bytes read; null when the file could not be opened.</param>
/// <param name="Reason">The system's words for <see cref="BoundedReadStatus.Failed"/>.</param>
public sealed record BoundedRead(BoundedReadStatus Status, byte[] Bytes, FileStatus? File, string Reason);

/// <summary>Reads small files that somebody else may have prepared: links, pipes and endless devices included.</summary>
public static class BoundedFile
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x80800;
    private const int FirstBuffer = 4096;
    private const int NotFound = 2;
    private const int NotADirectory = 20;
    private const int TooManyLinks = 40;

    /// <summary>O_NOFOLLOW: asm-generic/fcntl.h, which arm and arm64 override.</summary>
    internal static readonly int NoFollow =
        RuntimeInformation.OSArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Reads a whole regular file of at most <paramref name="maxBytes"/> bytes.</summary>
    public static BoundedRead Read(string path, int maxBytes, bool followLinks)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new BoundedRead(BoundedReadStatus.Failed, [], null, "the owner of a file can be checked on Linux only");
        }

        using var handle = NativeFile.Open(path, ReadOnlyNonBlockingCloseOnExec | (followLinks ? 0 : NoFollow));
        if (handle.IsInvalid)
        {
            return Refused(Marshal.GetLastPInvokeError());
        }

        if (FileStatus.Of(handle) is not { } status)
        {
            return Refused(Marshal.GetLastPInvokeError());
        }

        return status.Kind == FileKind.Regular
            ? ReadAll(handle, status, maxBytes)
            : new BoundedRead(BoundedReadStatus.NotRegular, [], status, "");
    }

    private static BoundedRead ReadAll(SafeFileHandle handle, FileStatus status, int maxBytes)
    {
        // Read to the end instead of trusting a size: a file may grow meanwhile, and those of /proc say 0.
        var buffer = new byte[Math.Min(FirstBuffer, maxBytes + 1)];
        var length = 0;
        try
        {
            for (int count; (count = RandomAccess.Read(handle, buffer.AsSpan(length), length)) > 0;)
            {
                length += count;
                if (length > maxBytes)
                {
                    return new BoundedRead(BoundedReadStatus.TooLarge, [], status, "");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min((long)length * 2, maxBytes + 1L));
                }
            }
        }
        catch (IOException e)
        {
            return new BoundedRead(BoundedReadStatus.Failed, [], status, e.Message);
        }

        return new BoundedRead(BoundedReadStatus.Read, buffer[..length], status, "");
    }

    private static BoundedRead Refused(int error) => error switch
    {
        NotFound or NotADirectory => new BoundedRead(BoundedReadStatus.Missing, [], null, ""),
        TooManyLinks => new BoundedRead(BoundedReadStatus.Link, [], null, ""),
        _ => new BoundedRead(BoundedReadStatus.Failed, [], null, Marshal.GetPInvokeErrorMessage(error)),
    };
}
