using System.Collections.Immutable;

namespace McpBox.Sandbox.Probe;

/// <summary>A system call that the init makes in order to be refused.</summary>
/// <param name="Check">The check that its outcome belongs to.</param>
/// <param name="Name">In the observation: <c>mount</c>, <c>clone(0=10000000)</c>.</param>
/// <param name="Syscall">As in syscalls(2).</param>
/// <param name="Arguments">Six, of which nothing happens even where no filter stands in the way.</param>
public sealed record SyscallTrial(string Check, string Name, string Syscall, ImmutableArray<long> Arguments);
