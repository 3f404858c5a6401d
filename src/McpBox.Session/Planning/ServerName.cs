using System.Text;

namespace McpBox.Session.Planning;

/// <summary>A name for a command line that has none.</summary>
internal static class ServerName
{
    private const int Limit = 64;

    /// <summary>The program's file name in letters that journal files and cgroups take: <c>[A-Za-z0-9._-]</c>, at most 64.</summary>
    public static string OfProgram(string program)
    {
        var name = new StringBuilder();
        foreach (var c in Path.GetFileName(program).Take(Limit))
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        var text = name.ToString().TrimStart('.', '-');
        return text.Length == 0 ? "server" : text;
    }
}
