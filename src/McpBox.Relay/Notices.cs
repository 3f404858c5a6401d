using System.Text;
using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>
/// What people read: the server's stderr and mcpbox's own lines, on our stderr. May lose text when nobody reads it, and says so; it never
/// makes the session wait.
/// </summary>
public sealed class Notices(NonBlockingWriter writer)
{
    private const int Capacity = 256 << 10;
    private const int StraysShown = 5;
    private const int StrayPreview = 120;

    private readonly byte[] _waiting = new byte[Capacity];
    private int _count;
    private long _dropped;
    private int _strays;

    public int Fd => writer.Fd;

    /// <summary>True when poll(2) should say when more can be written.</summary>
    public bool IsWaiting => _count > 0;

    /// <summary>A line of mcpbox's own.</summary>
    public void Say(string code, string text) => Write(Encoding.UTF8.GetBytes($"mcpbox: {code} {text}\n"));

    /// <summary>Hints at a withheld line of stdout: the first ones at once, the rest only in the journal.</summary>
    public void Stray(ReadOnlySpan<byte> line)
    {
        _strays++;
        if (_strays > StraysShown)
        {
            return;
        }

        Say(RelayCodes.Stray, $"the server wrote a line to stdout that is not JSON-RPC; withheld: {Preview(line)}");
        if (_strays == StraysShown)
        {
            Say(RelayCodes.Stray, "further such lines are only in the journal (mcpbox log show last)");
        }
    }

    /// <summary>Passes bytes on as they are, as far as they go.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Flush();
        if (bytes.Length > Capacity - _count)
        {
            _dropped += bytes.Length;
            return;
        }

        bytes.CopyTo(_waiting.AsSpan(_count));
        _count += bytes.Length;
        Flush();
    }

    public void Flush()
    {
        var done = 0;
        while (done < _count)
        {
            var result = writer.Write(_waiting.AsSpan(done, _count - done));
            if (result.Status == IoStatus.WouldBlock)
            {
                break;
            }

            // Nobody there to read: the journal still has it all.
            done = result.Status == IoStatus.Ok ? done + result.Count : _count;
        }

        _waiting.AsSpan(done, _count - done).CopyTo(_waiting);
        _count -= done;
        if (_count == 0 && _dropped > 0)
        {
            var text = $"{_dropped} bytes of stderr were not shown here, because nobody read them; the journal has the server's";
            _dropped = 0;
            Say(RelayCodes.StderrDropped, text);
        }
    }

    /// <summary>Shows bytes of a server in one line of printable text.</summary>
    internal static string Preview(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, StrayPreview)]);
        var shown = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format
                ? shown.Append($"\\u{{{rune.Value:x}}}")
                : shown.Append(rune.ToString());
        }

        return line.Length > StrayPreview ? $"{shown}…" : shown.ToString();
    }
}
