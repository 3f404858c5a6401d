using System.Runtime.InteropServices;
using System.Text.Json;
using McpBox.Engines.Docker.Translation.Seccomp;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Docker.Tests.Translation.Seccomp;

/// <summary>The container's filter says what the policy says, by libseccomp's own code and a run of what it makes.</summary>
public sealed class SeccompJsonTests
{
    private const uint Denied = FilterLibrary.Errno | SeccompPolicy.DeniedErrno;
    private const uint Pretended = FilterLibrary.Errno;
    private const uint Unlisted = FilterLibrary.Errno | SeccompPolicy.UnlistedErrno;

    private static readonly uint Architecture =
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? FilterLibrary.Arm : FilterLibrary.X86;

    private static readonly FilterProgram Filter = FilterProgram.Compile(SeccompJson.Text, knowsDefaultErrno: true);
    private static readonly FilterProgram OldFilter = FilterProgram.Compile(SeccompJson.Text, knowsDefaultErrno: false);

    public static TheoryData<string> Judged() =>
        [.. Rules.Select(rule => rule.Syscall).Distinct().Where(Exists)];

    private static IEnumerable<ArgumentRule> Rules => SeccompPolicy.AllowedArguments.Concat(SeccompPolicy.DeniedArguments).Concat(SeccompPolicy.Pretended);

    [Fact]
    public void Every_system_call_of_this_kernel_is_judged_as_the_policy_says()
    {
        var judged = Judged().Select(row => row.Data).ToHashSet();
        foreach (var (number, name) in Syscalls().Where(call => !judged.Contains(call.Name)))
        {
            Assert.True(Policy(name, default) == Filter.Judge(Architecture, number), name);
            Assert.True(Policy(name, default) == OldFilter.Judge(Architecture, number), name);
        }
    }

    [Theory]
    [MemberData(nameof(Judged))]
    public void Every_combination_of_the_bits_that_matter_is_judged_as_the_policy_says(string name)
    {
        var number = (uint)FilterLibrary.Number(name);
        foreach (var arguments in Arguments(name))
        {
            var expected = Policy(name, arguments);
            Assert.True(expected == Filter.Judge(Architecture, number, arguments), $"{name}({string.Join(", ", arguments.Select(value => $"0x{value:x}"))})");
            Assert.Equal(expected == Unlisted ? Denied : expected, OldFilter.Judge(Architecture, number, arguments));
        }
    }

    [Theory]
    [InlineData(0x5412UL)]
    [InlineData(0x541cUL)]
    public void The_upper_half_of_a_register_that_the_kernel_does_not_read_hides_nothing(ulong request)
    {
        var ioctl = (uint)FilterLibrary.Number("ioctl");
        Assert.Equal(Denied, Filter.Judge(Architecture, ioctl, 0, request));
        Assert.Equal(Denied, Filter.Judge(Architecture, ioctl, 0, request | 0x1_0000_0000));
        Assert.Equal(FilterLibrary.Allow, Filter.Judge(Architecture, ioctl, 0, request ^ 1));
    }

    [Fact]
    public void The_filter_is_far_from_the_kernels_limit_of_instructions() => Assert.InRange(OldFilter.Length, 1, 1500);

    [Fact]
    public void A_call_by_another_architectures_numbers_kills()
    {
        const uint i386 = 0x4000_0003;
        const uint x32 = 0x4000_0000;
        Assert.Equal(FilterLibrary.Kill, Filter.Judge(i386, 4));
        if (Architecture == FilterLibrary.X86)
            Assert.Equal(FilterLibrary.Kill, Filter.Judge(Architecture, x32 | 1));
    }

    [Fact]
    public void No_two_rules_of_different_actions_fit_one_call()
    {
        using var document = JsonDocument.Parse(SeccompJson.Text);
        var whole = new HashSet<string>();
        foreach (var rule in document.RootElement.GetProperty("syscalls").EnumerateArray().Where(rule => !rule.TryGetProperty("args", out _)))
            Assert.All(rule.GetProperty("names").EnumerateArray(), name => Assert.True(whole.Add(name.GetString()!), name.GetString()));
        var (allowed, denied) = (SyscallDecisions.Policy.Allowed, SyscallDecisions.Policy.Denied);
        foreach (var name in allowed.Keys.Intersect(denied.Keys))
        {
            foreach (var cube in allowed[name])
                Assert.All(denied[name], hole => Assert.Equal([cube], cube.Without(hole)));
        }
    }

    [Fact]
    public void Without_the_cut_a_denied_argument_would_be_allowed()
    {
        var uncut = SyscallDecisions.Of([("ioctl", ArgumentCube.Everything)], []);
        var filter = FilterProgram.Compile(SeccompJson.Write(uncut), knowsDefaultErrno: true);
        Assert.Equal(FilterLibrary.Allow, filter.Judge(Architecture, (uint)FilterLibrary.Number("ioctl"), 0, 0x5412));
    }

    [Fact]
    public void What_is_allowed_and_denied_as_a_whole_is_denied()
    {
        var decisions = SyscallDecisions.Of([("mount", ArgumentCube.Everything)], [("mount", ArgumentCube.Everything)]);
        Assert.Empty(decisions.Allowed);
        Assert.Equal(["mount"], decisions.Denied.Keys);
    }

    /// <summary>The policy, read the plain way: the first that fits of denied, pretended, allowed, unlisted.</summary>
    private static uint Policy(string name, ulong[]? arguments)
    {
        arguments ??= new ulong[6];
        if (SeccompPolicy.Denied.Any(group => group.Syscalls.Contains(name)) || SeccompPolicy.DeniedArguments.Any(rule => Fits(rule, name, arguments)))
            return Denied;
        if (SeccompPolicy.Pretended.Any(rule => Fits(rule, name, arguments)))
            return Pretended;
        var allowed = SeccompPolicy.Allowed.Any(group => group.Syscalls.Contains(name)) || SeccompPolicy.AllowedArguments.Any(rule => Fits(rule, name, arguments));
        return allowed ? FilterLibrary.Allow : Unlisted;
    }

    private static bool Fits(ArgumentRule rule, string name, ulong[] arguments) =>
        rule.Syscall == name && (arguments[rule.Argument] & rule.Mask) == rule.Value && (rule.And is null || Fits(rule.And, name, arguments));

    /// <summary>For each argument that a rule reads: its values, each with one bit turned over, noise in bits that none reads; all of them combined.</summary>
    private static IEnumerable<ulong[]> Arguments(string name)
    {
        var rules = Rules.Where(rule => rule.Syscall == name)
            .SelectMany(rule => rule.And is null ? [rule] : new[] { rule, rule.And }).ToArray();
        IEnumerable<ulong[]> all = [new ulong[6]];
        foreach (var argument in rules.GroupBy(rule => rule.Argument))
        {
            var values = argument.Select(rule => rule.Value).Append(0UL).Distinct().ToArray();
            var unions = values.SelectMany(one => values.Select(other => one | other));
            var flipped = values.SelectMany(value => Enumerable.Range(0, 64).Select(bit => value ^ (1UL << bit)));
            var candidates = values.Concat(unions).Concat(flipped).Concat([ulong.MaxValue, 0xffff_ffff_0000_0000]).Distinct().ToArray();
            all = all.SelectMany(call => candidates.Select(value => With(call, argument.Key, value)));
        }

        return all;
    }

    private static ulong[] With(ulong[] call, int argument, ulong value)
    {
        var copy = call.ToArray();
        copy[argument] = value;
        return copy;
    }

    private static bool Exists(string name) => FilterLibrary.Number(name) >= 0;

    private static unsafe List<(uint Number, string Name)> Syscalls()
    {
        var calls = new List<(uint, string)>();
        for (var number = 0; number < 1024; number++)
        {
            if (Marshal.PtrToStringUTF8((nint)FilterLibrary.Name(Architecture, number)) is { } name)
                calls.Add(((uint)number, name));
        }

        Assert.True(calls.Count > 250);
        return calls;
    }
}
