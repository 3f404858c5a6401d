using System.Collections.Immutable;
using McpBox.Egress.Rules;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An array of hosts, or of what of them may be private; kept as written.</summary>
/// <param name="fault">What is wrong with an entry, to be read after the entry itself; null for nothing.</param>
/// <param name="code">MB7001, MB7002.</param>
internal sealed class HostsKind(string code, Func<string, string?> fault, string hint) : Kind<ImmutableArray<string>>
{
    private static readonly TextsKind Texts = new();

    /// <summary>Of <c>network.allow</c>.</summary>
    public static HostsKind Allowed { get; } = new("MB7001", static text => AllowedHost.TryParse(text, out _, out var why) ? null : why, AllowedHost.Hint);

    /// <summary>Of <c>network.allow_private</c>.</summary>
    public static HostsKind Private { get; } = new("MB7002", static text => PrivateAddresses.None.TryAdd(text, out _) ? null : "is no name, address or network", PrivateAddresses.Hint);

    public override string Text => Texts.Text;

    public override bool TryRead(TomlValue value, string key, Document document, out ImmutableArray<string> result)
    {
        if (!Texts.TryRead(value, key, document, out result))
            return false;
        var good = true;
        foreach (var (item, text) in ((TomlArray)value).Items.Zip(result))
        {
            if (fault(text) is not { } why)
                continue;
            document.Add(item.Span, code, $"{key} has {TextKind.Quote(text)}, which {why}", hint);
            good = false;
        }

        return good;
    }

    public override string Write(ImmutableArray<string> value) => Texts.Write(value);
}
