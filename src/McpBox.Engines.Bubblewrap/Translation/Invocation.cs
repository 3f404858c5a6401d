using System.Collections.Immutable;
using System.Text;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>A plan as bwrap understands it: options, the descriptors that they name, and the command.</summary>
internal sealed record Invocation(ImmutableArray<Option> Options, ImmutableArray<Handover> Handovers, ImmutableArray<string> Command)
{
    /// <summary>Number of the first handover in bwrap: 0, 1 and 2 are the server's own streams.</summary>
    internal const int FirstDescriptor = 3;

    /// <summary>Number that a handover has in bwrap.</summary>
    public int NumberOf(Handover handover) => FirstDescriptor + Handovers.IndexOf(handover);

    /// <summary>What <c>--args</c> reads: each option and value, UTF-8, a NUL after each.</summary>
    public byte[] Encode()
    {
        var text = new StringBuilder();
        foreach (var option in Options)
        {
            text.Append(option.Name).Append('\0');
            foreach (var value in option.Values)
                text.Append(value).Append('\0');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
