using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace McpBox.Egress.Rules;

/// <summary>One entry of <c>network.allow</c>: <c>api.example.com:443</c> or <c>*.example.com:443</c>.</summary>
/// <param name="Name">Lower case, without the <c>*.</c>.</param>
/// <param name="AnyBelow">True for every name below <paramref name="Name"/>, at any depth, and not the name itself (RFC 4592 has it so).</param>
/// <param name="Port">1 to 65535.</param>
public sealed record AllowedHost(string Name, bool AnyBelow, int Port)
{
    /// <summary>What to write instead of something that is none.</summary>
    public const string Hint = "write name:port, or *.name:port for all names below it; an address inside cannot be led outside";

    /// <summary>Reads an entry as it stands in a profile.</summary>
    /// <param name="fault">Why it is none, to be read after "which".</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedHost? host, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        (host, fault) = (null, null);
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            fault = "has no port";
            return false;
        }

        var anyBelow = text.StartsWith("*.", StringComparison.Ordinal);
        if (HostName.Normal(text[(anyBelow ? 2 : 0)..colon]) is not { } name)
        {
            fault = "is not a host's name";
            return false;
        }

        if (anyBelow && !name.Contains('.', StringComparison.Ordinal))
        {
            fault = "is a whole top-level domain";
            return false;
        }

        host = new AllowedHost(name, anyBelow, port);
        return true;
    }

    /// <param name="name">Normal: see <see cref="HostName.Normal"/>.</param>
    public bool Covers(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return AnyBelow
            ? name.Length > Name.Length + 1 && name[^(Name.Length + 1)] == '.' && name.EndsWith(Name, StringComparison.Ordinal)
            : name == Name;
    }

    public override string ToString() => $"{(AnyBelow ? "*." : "")}{Name}:{Port}";
}
