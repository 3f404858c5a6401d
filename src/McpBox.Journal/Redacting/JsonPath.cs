using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>One step of a path.</summary>
/// <param name="Anywhere">After <c>..</c>: at any depth below.</param>
/// <param name="Name">A member's name in UTF-8; null for an index or for any child.</param>
/// <param name="Index">An element's index; -1 for a name or for any child.</param>
internal sealed record JsonPathStep(bool Anywhere, byte[]? Name, int Index);

/// <summary>
/// A place in a frame: the part of JSONPath (RFC 9535) that can be followed while reading: names, <c>*</c>, indices from 0, and each of them below
/// <c>..</c>. No filters, slices, lists or negative indices.
/// </summary>
public sealed class JsonPath
{
    /// <summary>More steps than this are refused: a state has one bit for each.</summary>
    public const int MostSteps = 60;

    private JsonPath(string text, ImmutableArray<JsonPathStep> steps) => (Text, Steps) = (text, steps);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    internal ImmutableArray<JsonPathStep> Steps { get; }

    /// <summary>Where the root stands: before the first step.</summary>
    internal static ulong Root => 1;

    /// <summary>Reads a path.</summary>
    /// <param name="fault">What it holds that is not of the part above, and where.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out string? fault)
    {
        path = null;
        var parser = new JsonPathParser(text);
        fault = parser.Fault;
        if (fault is null && parser.Steps.Count is 0 or > MostSteps)
            fault = parser.Steps.Count == 0 ? "it names the whole frame; bodies = \"none\" does that" : $"it has more than {MostSteps} steps";
        if (fault is not null)
            return false;
        path = new JsonPath(text, [.. parser.Steps]);
        return true;
    }

    /// <summary>From the states of a container to those of its child.</summary>
    /// <param name="name">The member's name, unescaped; ignored for an element.</param>
    /// <param name="index">The element's index; -1 for a member.</param>
    internal ulong Step(ulong states, ReadOnlySpan<byte> name, int index)
    {
        var next = 0UL;
        for (var i = 0; i < Steps.Length; i++)
        {
            if ((states >> i & 1) == 0)
                continue;
            var step = Steps[i];
            if (step.Anywhere)
                next |= 1UL << i;
            var fits = step.Name is { } wanted ? index < 0 && name.SequenceEqual(wanted) : step.Index < 0 || step.Index == index;
            if (fits)
                next |= 1UL << (i + 1);
        }

        return next;
    }

    internal bool IsMatch(ulong states) => (states >> Steps.Length & 1) != 0;

    /// <summary>A name that stands in every frame in which the path leads anywhere; null when there is none, or it could be written in another way.</summary>
    internal string? NameInEveryMatch()
    {
        foreach (var step in Steps.Reverse())
        {
            if (step.Name is { Length: >= 3 and <= 48 } name && !name.AsSpan().ContainsAnyExceptInRange((byte)'-', (byte)'z') && !name.AsSpan().ContainsAny("/\\"u8))
                return Encoding.ASCII.GetString(name);
        }

        return null;
    }
}
