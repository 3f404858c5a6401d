using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace McpBox.Journal.Redacting;

/// <summary>A regular expression of the user's, in .NET's syntax without what needs backtracking: its time grows with the text's length and no faster.</summary>
public static class TextPattern
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Regex? pattern, [NotNullWhen(false)] out string? fault)
    {
        (pattern, fault) = (null, null);
        try
        {
            pattern = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
            if (!pattern.IsMatch(""))
                return true;
            (pattern, fault) = (null, "it matches the empty text, so everywhere");
        }
        catch (ArgumentException exception)
        {
            fault = exception.Message;
        }
        catch (NotSupportedException)
        {
            // Lookarounds, backreferences, atomic groups; or an automaton that would be too large.
            fault = "it needs backtracking (a lookaround, a backreference, an atomic group) or is too large, and could stall the session";
        }

        return false;
    }
}
