using System.Text.RegularExpressions;

namespace McpBox.Packages.NuGet;

/// <summary>A version as NuGet compares and writes it: Semantic Versioning 2.0 with a fourth number, without build metadata.</summary>
internal sealed partial record NuGetVersion
{
    private readonly int[] _numbers;
    private readonly string[] _labels;

    private NuGetVersion(int[] numbers, string[] labels) => (_numbers, _labels) = (numbers, labels);

    /// <summary>The oldest first.</summary>
    public static readonly IComparer<NuGetVersion> Order = Comparer<NuGetVersion>.Create(static (left, right) => left.CompareTo(right));

    public bool IsPrerelease => _labels.Length > 0;

    /// <summary>Normalised, in lower case: three numbers, a fourth unless zero.</summary>
    public override string ToString() =>
        string.Join('.', _numbers[3] == 0 ? _numbers[..3] : _numbers) + (IsPrerelease ? $"-{string.Join('.', _labels)}" : "");

    public static NuGetVersion? Parse(string? text)
    {
        var match = text is { Length: <= 100 } ? Pattern().Match(text) : Match.Empty;
        if (!match.Success)
            return null;
        var numbers = new int[4];
        var words = match.Groups["numbers"].Value.Split('.');
        for (var at = 0; at < words.Length; at++)
        {
            if (!int.TryParse(words[at], out numbers[at]))
                return null;
        }

        return new NuGetVersion(numbers, match.Groups["labels"] is { Success: true } labels ? labels.Value.ToLowerInvariant().Split('.') : []);
    }

    public bool Equals(NuGetVersion? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private int CompareTo(NuGetVersion? other)
    {
        if (other is null)
            return 1;
        var numbers = _numbers.AsSpan().SequenceCompareTo(other._numbers);
        if (numbers != 0 || !IsPrerelease || !other.IsPrerelease)
            return numbers != 0 ? numbers : other.IsPrerelease.CompareTo(IsPrerelease);
        var labels = _labels.Zip(other._labels, Compare).FirstOrDefault(order => order != 0);
        return labels != 0 ? labels : _labels.Length.CompareTo(other._labels.Length);
    }

    // Numbers are less than words (Semantic Versioning 2.0, 11.4).
    private static int Compare(string left, string right) => (int.TryParse(left, out var one), int.TryParse(right, out var two)) switch
    {
        (true, true) => one.CompareTo(two),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(left, right),
    };

    [GeneratedRegex(@"\A(?<numbers>[0-9]+(?:\.[0-9]+){1,3})(?:-(?<labels>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
