using System.Collections.Immutable;
using System.Net;
using McpBox.Egress.Rules;

namespace McpBox.Egress.Names;

/// <summary>
/// Which loopback address inside the sandbox stands for which name: 127.1.0.0/16 for the names of the list, known before the start, 127.2.0.0/16 for names that
/// a wildcard covers, given out as they are asked for. <c>localhost</c>, which every sandbox knows, is the host's where it is on the list. Thread-safe.
/// </summary>
public sealed class InsideNames
{
    /// <summary>Names that wildcards can be asked for in one session; what comes after is refused.</summary>
    public const int Most = 4096;

    private const string LocalHost = "localhost";
    private const byte Listed = 1;
    private const byte Asked = 2;

    private readonly Allowlist _list;
    private readonly Dictionary<string, IPAddress> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddress, string> _names = [];
    private readonly Lock _lock = new();
    private int _asked;

    public InsideNames(Allowlist list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _list = list;
        for (var i = 0; i < list.Names.Length; i++)
            Add(list.Names[i], list.Names[i] == LocalHost ? IPAddress.Loopback : Address(Listed, i));
    }

    /// <summary>The names that are known before the start, for the sandbox's /etc/hosts; <c>localhost</c> stands there anyway.</summary>
    public ImmutableArray<KeyValuePair<string, IPAddress>> Known => [.. _list.Names.Where(static name => name != LocalHost).Select(name => KeyValuePair.Create(name, _addresses[name]))];

    /// <summary>The address of a name; null where it is not allowed on any port, or there were too many.</summary>
    /// <param name="name">Normal.</param>
    public IPAddress? AddressOf(string name)
    {
        lock (_lock)
        {
            if (_addresses.TryGetValue(name, out var known))
                return known;
            return !_list.Knows(name) || _asked == Most ? null : Add(name, Address(Asked, _asked++));
        }
    }

    /// <summary>Which name was connected to; null for an address that stands for none.</summary>
    public string? NameOf(IPAddress address)
    {
        lock (_lock)
            return _names.GetValueOrDefault(address);
    }

    private static IPAddress Address(byte second, int index) => new([127, second, (byte)((index + 1) >> 8), (byte)(index + 1)]);

    private IPAddress Add(string name, IPAddress address)
    {
        _names[address] = name;
        return _addresses[name] = address;
    }
}
