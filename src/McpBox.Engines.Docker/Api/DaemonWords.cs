using System.Globalization;
using System.Text;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api;

/// <summary>Text that a daemon or a registry wrote, made fit for a message: one line, bounded, nothing that a terminal would obey.</summary>
internal static class DaemonWords
{
    private const int Longest = 600;

    public static string Of(string? text)
    {
        var shown = new StringBuilder();
        foreach (var rune in (text ?? "").Trim().EnumerateRunes())
        {
            if (shown.Length >= Longest)
                return shown.Append('…').ToString();
            if (HarmlessRune.Is(rune))
                shown.Append(rune.ToString());
            else if (rune.Value is '\n' or '\r' or '\t')
                shown.Append(' ');
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        return shown.ToString();
    }
}
