using System.Security.Cryptography;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>Takes a body as it comes: hashes it, and keeps it in memory until it becomes too large for that.</summary>
internal sealed class FileSink : IDisposable
{
    private const int InMemory = 256 << 10;

    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private readonly MemoryStream _memory = new();
    private FileStream? _file;

    public long Length { get; private set; }

    /// <exception cref="IOException">There is no room.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _sha1.AppendData(bytes);
        _sha256.AppendData(bytes);
        _sha512.AppendData(bytes);
        if (_file is null && Length + bytes.Length <= InMemory)
        {
            _memory.Write(bytes);
        }
        else
        {
            var file = _file ??= Spilled();
            RandomAccess.Write(file.SafeFileHandle, bytes, Length);
        }

        Length += bytes.Length;
    }

    public RegistryFile Finish(string mediaType, Uri? address)
    {
        var bytes = new KeptBytes(_file is null ? _memory.ToArray() : default, _file, Length);
        _file = null;
        return new RegistryFile(bytes, mediaType, _sha1.GetHashAndReset(), _sha256.GetHashAndReset(), _sha512.GetHashAndReset()) { Address = address };
    }

    public void Dispose()
    {
        _sha1.Dispose();
        _sha256.Dispose();
        _sha512.Dispose();
        _memory.Dispose();
        _file?.Dispose();
    }

    // Nobody else finds it, and nothing is left of it however this process ends.
    private FileStream Spilled()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mcpbox-{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            RandomAccess.Write(file.SafeFileHandle, _memory.GetBuffer().AsSpan(0, (int)_memory.Length), 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
