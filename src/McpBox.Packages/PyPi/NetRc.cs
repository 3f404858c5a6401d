using System.Text;
using McpBox.Packages.Registries;
using McpBox.Posix.Files;

namespace McpBox.Packages.PyPi;

/// <summary>Logins by host, from the file that pip looks into as well: <c>$NETRC</c>, else <c>~/.netrc</c>.</summary>
internal sealed class NetRc
{
    private readonly Dictionary<string, RegistryCredential> _machines = new(StringComparer.OrdinalIgnoreCase);
    private RegistryCredential? _default;

    private NetRc(string path) => Path = path;

    public string Path { get; }

    public RegistryCredential? For(string host) => _machines.GetValueOrDefault(host, _default!);

    /// <summary>A file that is missing or unreadable has no logins; requests, which pip uses, says nothing either.</summary>
    public static NetRc Read(IReadOnlyDictionary<string, string> environment, string? home)
    {
        var path = environment.GetValueOrDefault("NETRC") ?? $"{home}/.netrc";
        var netrc = new NetRc(path);
        var read = BoundedFile.Read(path, 1 << 20, followLinks: true);
        if (read.Status == BoundedReadStatus.Read)
            netrc.Take(Words(Encoding.UTF8.GetString(read.Bytes)));
        return netrc;
    }

    private void Take(List<string> words)
    {
        string? machine = null, login = null, password = null;
        for (var at = 0; at < words.Count; at++)
        {
            var next = at + 1 < words.Count ? words[at + 1] : "";
            switch (words[at])
            {
                case "machine" or "default":
                    Add(machine, login, password);
                    (machine, login, password) = (words[at] == "default" ? "" : next, null, null);
                    at += words[at] == "default" ? 0 : 1;
                    break;
                case "login" or "user":
                    login = next;
                    at++;
                    break;
                case "password":
                    password = next;
                    at++;
                    break;
            }
        }

        Add(machine, login, password);
    }

    private void Add(string? machine, string? login, string? password)
    {
        if (machine is null || password is null)
            return;
        var credential = RegistryCredential.Basic(login ?? "", password);
        if (machine.Length == 0)
            _default ??= credential;
        else
            _ = _machines.TryAdd(machine, credential);
    }

    // Macros (macdef) run to an empty line and have nothing for us; a word may stand in double quotes.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var macro = false;
        foreach (var line in text.Split('\n'))
        {
            var content = line.Trim();
            macro = (macro && content.Length > 0) || content.StartsWith("macdef", StringComparison.Ordinal);
            if (!macro && !content.StartsWith('#'))
                words.AddRange(content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"')));
        }

        return words;
    }
}
