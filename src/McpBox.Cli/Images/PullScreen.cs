using McpBox.Engines.Docker.Images.Pulling;
using McpBox.Profiles;

namespace McpBox.Cli.Images;

/// <summary>
/// Progress for people: on a terminal one line a layer, rewritten in place; elsewhere a line for each change of a layer's state, so that a
/// build's log holds no half-percents.
/// </summary>
/// <param name="live">Whether <paramref name="error"/> is a terminal that obeys ECMA-48.</param>
internal sealed class PullScreen(TextWriter error, bool live)
{
    // More lines than a window has could not be reached again by moving the cursor up; further layers are not shown.
    private const int MostLines = 16;

    private readonly List<string> _layers = [];
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    /// <summary>A line that stays.</summary>
    public void Say(string text) => error.WriteLine(PlainText.EscapeLines($"mcpbox: {text}"));

    public void Show(PullStep step)
    {
        if (live && step.Layer.Length > 0)
            Rewrite(step);
        else if (_states.GetValueOrDefault(step.Layer) != step.Status)
            Append(step);
        _states[step.Layer] = step.Status;
    }

    /// <summary>The pull is over; what follows begins below.</summary>
    public void Settle()
    {
        _layers.Clear();
        _states.Clear();
        error.Flush();
    }

    private void Append(PullStep step)
    {
        // The lines of layers are further up from now on; one that still changes gets a new one.
        _layers.Clear();
        error.WriteLine(Line(step, withBytes: false));
    }

    private void Rewrite(PullStep step)
    {
        var line = Line(step, withBytes: true);
        var index = _layers.IndexOf(step.Layer);
        if (index >= 0)
        {
            // Up to the layer's line, erase it, and back: CUU, EL, CUD.
            var up = _layers.Count - index;
            error.Write($"\u001b[{up}A\r\u001b[2K{line}\u001b[{up}B\r");
        }
        else if (_layers.Count < MostLines)
        {
            _layers.Add(step.Layer);
            error.WriteLine(line);
        }

        error.Flush();
    }

    private static string Line(PullStep step, bool withBytes)
    {
        var layer = step.Layer.Length > 0 ? $"{PlainText.Escape(step.Layer)}: " : "";
        var bytes = withBytes && step.Total > 0 ? $" {Mebibytes(step.Current)} of {Mebibytes(step.Total)} MiB" : "";
        return $"  {layer}{PlainText.Escape(step.Status)}{bytes}";
    }

    private static string Mebibytes(long bytes) => $"{bytes / 1048576.0:0.0}";
}
