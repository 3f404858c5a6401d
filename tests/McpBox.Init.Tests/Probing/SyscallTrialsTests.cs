using System.Runtime.InteropServices;
using McpBox.Init.Probing;
using McpBox.Sandbox.Probe;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Init.Tests.Probing;

public sealed partial class SyscallTrialsTests
{
    private const uint X64 = 0xc000_003e;

    private const uint Arm64 = 0xc000_00b7;

    // libseccomp 2.5 is older than these; the kernel's own tables give them these numbers on every architecture.
    private static readonly Dictionary<string, int> NewerThanTheLibrary = new(StringComparer.Ordinal)
    {
        ["fchmodat2"] = 452,
        ["statmount"] = 457,
        ["listmount"] = 458,
        ["open_tree_attr"] = 467,
        ["set_mempolicy_home_node"] = 450,
    };

    [Fact]
    public void Every_denied_system_call_is_tried_but_the_one_that_cannot_be_tried_harmlessly()
    {
        var tried = SyscallTrials.All.Select(trial => trial.Syscall).ToHashSet();
        Assert.Equal(["vhangup"], SeccompPolicy.Denied.SelectMany(denied => denied.Syscalls).Where(name => !tried.Contains(name)));
    }

    [Fact]
    public void Every_denied_argument_is_tried() => Assert.All(SeccompPolicy.DeniedArguments, rule => Assert.Contains(
        SyscallTrials.All,
        trial => trial.Check == ProbeNames.Arguments && trial.Syscall == rule.Syscall && Matches(rule, trial) && (rule.And is null || Matches(rule.And, trial))));

    [Fact]
    public void What_is_tried_as_unlisted_stands_on_no_list()
    {
        var listed = SeccompPolicy.Allowed.Concat(SeccompPolicy.Denied).SelectMany(group => group.Syscalls).ToHashSet();
        Assert.All(SyscallTrials.All.Where(trial => trial.Check == ProbeNames.Unlisted), trial => Assert.DoesNotContain(trial.Syscall, listed));
    }

    [Fact]
    public void No_allowed_socket_is_tried() => Assert.All(
        SyscallTrials.All.Where(trial => trial.Check == ProbeNames.Sockets),
        trial => Assert.DoesNotContain(
            SeccompPolicy.AllowedArguments,
            rule => rule.Syscall == "socket" && Matches(rule, trial) && (rule.And is null || Matches(rule.And, trial))));

    [Fact]
    public void A_clone_that_is_let_through_makes_no_process() => Assert.All(
        SyscallTrials.All.Where(trial => trial.Syscall == "clone"),
        trial => Assert.Equal(0x1_0000, trial.Arguments[0] & (0x1_0000 | 0x800)));

    [Fact]
    public void Every_name_has_its_number()
    {
        var names = SyscallTrials.All.Select(trial => trial.Syscall).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(names, SyscallNumbers.Table.Select(row => row.Name));
    }

    [Fact]
    public void The_numbers_are_those_that_libseccomp_knows() => Assert.All(SyscallNumbers.Table, row =>
    {
        Assert.Equal(Known(row.Name, X64), row.X64);
        Assert.Equal(Known(row.Name, Arm64), row.Arm64);
    });

    private static bool Matches(ArgumentRule rule, SyscallTrial trial) => ((ulong)trial.Arguments[rule.Argument] & rule.Mask) == rule.Value;

    // Pseudo numbers below 0 stand for calls that an architecture does not have.
    private static int Known(string name, uint architecture) =>
        NewerThanTheLibrary.TryGetValue(name, out var number) ? number : Math.Max(SyscallNumbers.Absent, Resolve(architecture, name));

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_syscall_resolve_name_arch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Resolve(uint architecture, string name);
}
