using System.Collections.Immutable;

namespace McpBox.Sandbox.Seccomp;

/// <summary>System calls that stand or fall together.</summary>
/// <param name="Name">For people and for the manifest.</param>
/// <param name="Reason">Why a server needs them, or why it must not have them.</param>
/// <param name="Syscalls">Names as in syscalls(2) of any architecture; a name that an architecture or kernel does not have says nothing there.</param>
public sealed record SyscallGroup(string Name, string Reason, ImmutableArray<string> Syscalls);

/// <summary>A system call that is judged by one argument.</summary>
/// <param name="Syscall">Its name.</param>
/// <param name="Argument">Index of the argument, from 0.</param>
/// <param name="Mask">Bits that are compared. Never more than the kernel itself reads: an int has 32, whatever else the register holds.</param>
/// <param name="Value">What the masked argument must be for the rule to apply.</param>
/// <param name="Reason">What the value stands for, and why it is treated so.</param>
public sealed record ArgumentRule(string Syscall, int Argument, ulong Mask, ulong Value, string Reason)
{
    /// <summary>A second argument that must match too, or null.</summary>
    public ArgumentRule? And { get; init; }
}
