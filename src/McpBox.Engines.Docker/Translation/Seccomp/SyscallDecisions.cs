using System.Collections.Immutable;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Docker.Translation.Seccomp;

/// <summary>
/// <see cref="SeccompPolicy"/> for an engine that loads one filter. libseccomp does not define what becomes of two rules of different
/// actions that both fit a call, so here none do: what is denied is cut out of what is allowed, bit by bit.
/// </summary>
/// <param name="Allowed">System call to what is allowed of it.</param>
/// <param name="Denied">System call to what fails with EPERM.</param>
/// <param name="Unlisted">System call to what is neither: not there, ENOSYS. Every other system call is not there as a whole.</param>
internal sealed record SyscallDecisions(
    ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Allowed,
    ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Denied,
    ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Unlisted)
{
    public static SyscallDecisions Policy { get; } = Of(
        Whole(SeccompPolicy.Allowed).Concat(Parts(SeccompPolicy.AllowedArguments)),
        Whole(SeccompPolicy.Denied).Concat(Parts(SeccompPolicy.DeniedArguments)));

    internal static SyscallDecisions Of(
        IEnumerable<(string Syscall, ArgumentCube Cube)> allowed, IEnumerable<(string Syscall, ArgumentCube Cube)> denied)
    {
        var denials = Disjoint(denied);
        var permissions = Decide(Disjoint(allowed).Select(entry => (entry.Key, Cut(entry.Value, denials.GetValueOrDefault(entry.Key, [])))));
        var rest = Decide(permissions.Keys.Union(denials.Keys, StringComparer.Ordinal).Select(syscall => (syscall, Rest(syscall))));
        return new SyscallDecisions(permissions, denials, rest);

        ImmutableArray<ArgumentCube> Rest(string syscall) => Cut(
            [ArgumentCube.Everything], [.. permissions.GetValueOrDefault(syscall, []), .. denials.GetValueOrDefault(syscall, [])]);
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> Decide(
        IEnumerable<(string Syscall, ImmutableArray<ArgumentCube> Cubes)> entries) =>
        entries.Where(static entry => !entry.Cubes.IsEmpty)
            .ToImmutableSortedDictionary(static entry => entry.Syscall, static entry => entry.Cubes, StringComparer.Ordinal);

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
