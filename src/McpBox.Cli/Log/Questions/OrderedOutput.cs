using System.Text;

namespace McpBox.Cli.Log.Questions;

/// <summary>
/// Prints what several threads found as if one had looked: session after session. What is found early waits in memory, up to a bound; beyond
/// it a thread waits for its turn and prints at once.
/// </summary>
internal sealed class OrderedOutput(TextWriter output)
{
    private const int MostPiece = 256 * 1024;
    private const int MostWaiting = 8 << 20;

    private readonly Dictionary<int, StringBuilder> _finished = [];
    private readonly object _gate = new();
    private int _turn;
    private long _waiting;
    private bool _broken;

    /// <summary>Prints what there is so far of a session, if it is much.</summary>
    public void Relieve(int turn, StringWriter found)
    {
        var text = found.GetStringBuilder();
        if (text.Length < MostPiece)
            return;
        lock (_gate)
        {
            Await(turn);
            Print(text);
        }
    }

    /// <summary>A session is done.</summary>
    public void Finish(int turn, StringWriter found)
    {
        lock (_gate)
        {
            var text = found.GetStringBuilder();
            if (_waiting + text.Length > MostWaiting)
                Await(turn);
            _finished[turn] = text;
            _waiting += text.Length;
            while (_finished.Remove(_turn, out var next))
            {
                _waiting -= next.Length;
                Print(next);
                _turn++;
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>There will be no more: whoever waits for a turn is let go.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _broken = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Await(int turn)
    {
        while (_turn != turn && !_broken)
            Monitor.Wait(_gate);
        if (_broken)
            throw new OutputClosedException();
    }

    private void Print(StringBuilder text)
    {
        try
        {
            foreach (var piece in text.GetChunks())
                output.Write(piece.Span);
            text.Clear();
        }
        catch
        {
            // Whoever waits for a turn would wait for ever.
            _broken = true;
            Monitor.PulseAll(_gate);
            throw;
        }
    }
}
