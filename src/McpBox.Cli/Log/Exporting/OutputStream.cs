using System.Text;
using McpBox.Export;

namespace McpBox.Cli.Log.Exporting;

/// <summary>Where an export is written: a file of the user's alone (0600), made with the first byte, or the screen.</summary>
internal sealed class OutputStream(string? file, TextWriter screen) : Stream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private FileStream? _file;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ExportException">MB4603</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (file is null)
                Print(buffer);
            else
                (_file ??= Create(file)).Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ExportException("MB4603", $"{file ?? "stdout"} cannot be written: {error.Message}", "choose another file or free some space; what is there now is not complete", error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        base.Dispose(disposing);
    }

    // Unbuffered: a write that fails does so in Write, where it gets its name, and not when the file is closed.
    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private void Print(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[1024];
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, characters, flush: false, out var used, out var made, out _);
            screen.Write(characters[..made]);
            bytes = bytes[used..];
        }
    }
}
