using McpBox.Engines.Bubblewrap.Filtering;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Bubblewrap.Tests.Translation;

/// <summary>The list of system calls is what it says it is.</summary>
public sealed class SeccompPolicyTests
{
    private static IEnumerable<string> Allowed => SeccompPolicy.Allowed.SelectMany(static group => group.Syscalls);

    private static IEnumerable<string> Denied => SeccompPolicy.Denied.SelectMany(static group => group.Syscalls);

    [Fact]
    public void No_system_call_is_listed_twice()
    {
        var all = Allowed.Concat(Denied).ToArray();
        Assert.Equal(all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_call_that_is_judged_by_an_argument_is_not_allowed_without() =>
        Assert.Empty(SeccompPolicy.AllowedArguments.Concat(SeccompPolicy.Pretended).Select(static rule => rule.Syscall).Intersect(Allowed.Concat(Denied), StringComparer.Ordinal));

    [Fact]
    public void No_rule_compares_more_bits_than_the_kernel_reads() => Assert.All(
        SeccompPolicy.AllowedArguments.Concat(SeccompPolicy.DeniedArguments).Concat(SeccompPolicy.Pretended),
        static rule => Assert.True(rule.Mask <= uint.MaxValue && (rule.Value & ~rule.Mask) == 0, rule.Reason));

    [Fact]
    public void Every_group_has_a_reason() => Assert.All(
        SeccompPolicy.Allowed.Concat(SeccompPolicy.Denied), static group => Assert.NotEmpty(group.Reason));

    /// <summary>A misspelt name would be a hole in the list of what is denied, and a riddle in the other.</summary>
    [Fact]
    public void Libseccomp_knows_the_names_or_is_older_than_they_are()
    {
        // Of Linux 5.17 to 6.15; libseccomp 2.5.4 ends before.
        string[] young =
        [
            "cachestat", "fchmodat2", "futex_requeue", "futex_wait", "futex_wake", "listmount", "map_shadow_stack", "mseal", "open_tree_attr",
            "set_mempolicy_home_node", "statmount",
        ];
        var unknown = Allowed.Concat(Denied).Where(static name => LibSeccomp.ResolveName(name) == -1);
        Assert.Empty(unknown.Except(young, StringComparer.Ordinal));
    }
}
