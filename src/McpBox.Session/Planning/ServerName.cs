using System.Text;

namespace McpBox.Session.Planning;

/// <summary>A name for a command line that has none.</summary>
internal static class ServerName
{
    private const int Limit = 64;

    /// <summary>The program's file name in letters that journal files and cgroups take: <c>[A-Za-z0-9._-]</c>, at most 64.</summary>
    public static string OfProgram(string program) => Of(Path.GetFileName(program));

    /// <summary>The last part of the image's name, without tag and digest: <c>time</c> for <c>mcp/time:1</c>.</summary>
    public static string OfImage(string reference) => Of(Path.GetFileName(reference.Split('@')[0]).Split(':')[0]);

    private static string Of(string written)
    {
        var name = new StringBuilder();
        foreach (var c in written.Take(Limit))
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        var text = name.ToString().TrimStart('.', '-');
        return text.Length == 0 ? "server" : text;
    }
}
