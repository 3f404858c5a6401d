using System.Collections.Immutable;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Docker.Translation.Seccomp;

/// <summary>
/// <see cref="SeccompPolicy"/> for an engine that loads one filter. libseccomp does not define what becomes of two rules of different
/// actions that both fit a call, so here none do: what is denied is cut out of what is allowed, bit by bit.
/// </summary>
/// <param name="Allowed">System call to what is allowed of it.</param>
/// <param name="Denied">System call to what fails with EPERM.</param>
internal sealed record SyscallDecisions(
    ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Allowed,
    ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Denied)
{
    public static SyscallDecisions Policy { get; } = Of(
        Whole(SeccompPolicy.Allowed).Concat(Parts(SeccompPolicy.AllowedArguments)),
        Whole(SeccompPolicy.Denied).Concat(Parts(SeccompPolicy.DeniedArguments)));

    internal static SyscallDecisions Of(
        IEnumerable<(string Syscall, ArgumentCube Cube)> allowed, IEnumerable<(string Syscall, ArgumentCube Cube)> denied)
    {
        var denials = Disjoint(denied);
        var permissions = Disjoint(allowed)
            .Select(entry => KeyValuePair.Create(entry.Key, Cut(entry.Value, denials.GetValueOrDefault(entry.Key, []))))
            .Where(static entry => !entry.Value.IsEmpty);
        return new SyscallDecisions(permissions.ToImmutableSortedDictionary(StringComparer.Ordinal), denials);
    }

    private static IEnumerable<(string Syscall, ArgumentCube Cube)> Whole(IEnumerable<SyscallGroup> groups) =>
        groups.SelectMany(static group => group.Syscalls).Select(static syscall => (syscall, ArgumentCube.Everything));

    private static IEnumerable<(string Syscall, ArgumentCube Cube)> Parts(IEnumerable<ArgumentRule> rules) =>
        rules.Select(static rule => (rule.Syscall, ArgumentCube.Of(rule)));

    private static ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Disjoint(IEnumerable<(string Syscall, ArgumentCube Cube)> entries)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<ArgumentCube>>(StringComparer.Ordinal);
        foreach (var (syscall, cube) in entries)
        {
            var before = result.GetValueOrDefault(syscall, []);
            result[syscall] = [.. before, .. Cut([cube], before)];
        }

        return result.ToImmutable();
    }

    private static ImmutableArray<ArgumentCube> Cut(ImmutableArray<ArgumentCube> cubes, ImmutableArray<ArgumentCube> holes) =>
        holes.Aggregate(cubes, static (left, hole) => [.. left.SelectMany(cube => cube.Without(hole))]);
}
