using System.Text;
using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Cli.Packages;

/// <summary>stdout or stderr of a step's program: read until its end, kept, and told by lines. What a read cuts in two is put together again.</summary>
/// <param name="said">Told of each line that is not empty; one that is too long is cut.</param>
internal sealed class BuildStream(SafeFileHandle handle, BuildOutput output, Action<string>? said)
{
    private const int LongestLine = 1000;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private bool _ended;

    /// <summary>What to ask of poll(2): nothing after the end, which would be told again and again.</summary>
    public PollFd Asked => new() { Fd = _ended ? -1 : (int)handle.DangerousGetHandle(), Events = Descriptor.PollIn };

    /// <summary>Takes what is there.</summary>
    /// <returns>False when there was nothing, or the end.</returns>
    public bool Take()
    {
        Span<byte> buffer = stackalloc byte[16 << 10];
        var result = Descriptor.Read((int)handle.DangerousGetHandle(), buffer);
        _ended = result.Status is IoStatus.Closed or IoStatus.Failed;
        Add(buffer[..result.Count], flush: _ended);
        if (_ended)
            EndLine();
        return result.Status == IoStatus.Ok;
    }

    /// <summary>Tells a last line without an end.</summary>
    public void End()
    {
        if (!_ended)
            Add([], flush: true);
        EndLine();
    }

    private void Add(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[(16 << 10) + 2];
        var text = characters[.._decoder.GetChars(bytes, characters, flush)];
        if (text.IsEmpty)
            return;
        output.Add(text.ToString());
        foreach (var c in text)
        {
            if (c == '\n')
                EndLine();
            else if (_line.Length < LongestLine)
                _line.Append(c);
        }
    }

    private void EndLine()
    {
        if (_line.Length > 0)
            said?.Invoke(_line.ToString());
        _line.Clear();
    }
}
