using System.Runtime.InteropServices;
using System.Text;

namespace McpBox.Posix.Spawning;

/// <summary>A <c>char**</c> as exec(3) wants it: UTF-8 strings, a null pointer last. One block of native memory.</summary>
internal sealed unsafe class NullTerminatedList : IDisposable
{
    private void* _block;

    /// <summary>Copies the values.</summary>
    /// <exception cref="ArgumentException">A value holds a NUL, at which exec would cut it.</exception>
    public NullTerminatedList(IReadOnlyList<string> values)
    {
        if (values.Any(static value => value.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException("A string for exec holds a NUL.", nameof(values));

        var encoded = values.Select(static value => Encoding.UTF8.GetBytes(value + "\0")).ToArray();
        var pointers = (encoded.Length + 1) * sizeof(byte*);
        _block = NativeMemory.AllocZeroed((nuint)(pointers + encoded.Sum(static bytes => bytes.Length)));
        var text = (byte*)_block + pointers;
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i].CopyTo(new Span<byte>(text, encoded[i].Length));
            Pointer[i] = text;
            text += encoded[i].Length;
        }
    }

    public byte** Pointer => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
