using System.Globalization;

namespace McpBox.Packages.Forms;

/// <summary>Sizes as <c>docker run --memory</c> takes them: digits, perhaps a fraction, and b, k, m, g or t, each a power of 1024.</summary>
internal static class ContainerSizes
{
    private const string Letters = "bkmgt";

    public static long Read(string text)
    {
        var lower = text.ToLowerInvariant();
        var plain = lower.Length > 1 && lower[^1] == 'b' && !char.IsAsciiDigit(lower[^2]) ? lower[..^1] : lower;
        plain = plain.EndsWith('i') ? plain[..^1] : plain;
        var power = plain.Length > 0 ? Letters.IndexOf(plain[^1], StringComparison.Ordinal) : -1;
        var digits = power < 0 ? plain : plain[..^1];
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9
            ? (long)(number * Math.Pow(1024, Math.Max(0, power)))
            : throw new PackageException("MB6023", $"--memory {text} is not a size", "write it as for docker: 512m, 2g");
    }
}
