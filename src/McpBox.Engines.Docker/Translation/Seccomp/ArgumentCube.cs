using System.Collections.Immutable;
using System.Numerics;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Docker.Translation.Seccomp;

/// <summary>
/// Values of a system call's arguments: those whose bits are all as fixed here (a cube, as in logic minimisation). An argument without a
/// comparison may be anything; no comparison at all is every call.
/// </summary>
/// <param name="Comparisons">By the argument's index, one each.</param>
internal sealed record ArgumentCube(ImmutableSortedDictionary<int, MaskedValue> Comparisons)
{
    /// <summary>Every call.</summary>
    public static ArgumentCube Everything { get; } = new(ImmutableSortedDictionary<int, MaskedValue>.Empty);

    public static ArgumentCube Of(ArgumentRule rule)
    {
        var cube = Everything;
        for (var part = rule; part is not null; part = part.And)
            cube = cube.Fix(part.Argument, part.Mask, part.Value);
        return cube;
    }

    /// <summary>
    /// What is left of this without <paramref name="other"/>: for each bit that the other fixes and this one does not, those that agree with it
    /// in the bits before and differ in this one. No two of the results have a call in common.
    /// </summary>
    public IEnumerable<ArgumentCube> Without(ArgumentCube other)
    {
        if (Excludes(other))
        {
            yield return this;
            yield break;
        }

        var agreeing = this;
        foreach (var (argument, wanted) in other.Comparisons)
        {
            // From the highest bit on, so that values that share their upper bits share comparisons.
            for (var open = wanted.Mask & ~MaskOf(argument); open != 0;)
            {
                var bit = 1UL << BitOperations.Log2(open);
                yield return agreeing.Fix(argument, bit, ~wanted.Value & bit);
                agreeing = agreeing.Fix(argument, bit, wanted.Value & bit);
                open &= ~bit;
            }
        }
    }

    public bool Equals(ArgumentCube? other) => other is not null && Comparisons.SequenceEqual(other.Comparisons);

    public override int GetHashCode() => Comparisons.Count;

    private bool Excludes(ArgumentCube other) => Comparisons.Any(own =>
        other.Comparisons.TryGetValue(own.Key, out var theirs) && ((own.Value.Value ^ theirs.Value) & own.Value.Mask & theirs.Mask) != 0);

    private ulong MaskOf(int argument) => Comparisons.TryGetValue(argument, out var fixedBits) ? fixedBits.Mask : 0;

    private ArgumentCube Fix(int argument, ulong mask, ulong value)
    {
        var before = Comparisons.TryGetValue(argument, out var found) ? found : new MaskedValue(0, 0);
        return new ArgumentCube(Comparisons.SetItem(argument, new MaskedValue(before.Mask | mask, before.Value | (value & mask))));
    }
}

/// <summary>Applies to a number whose bits under the mask are those of the value.</summary>
internal readonly record struct MaskedValue(ulong Mask, ulong Value);
