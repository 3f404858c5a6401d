using McpBox.Engines.Bubblewrap.Running;
using McpBox.Sandbox.Seccomp;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Filtering;

/// <summary>
/// <see cref="SeccompPolicy"/> as two BPF programs, because one libseccomp filter has one default: the first allows what is listed and says
/// ENOSYS to the rest; the second, loaded last, denies with EPERM. The kernel takes the stricter answer of the two, and of two errnos the
/// one of the filter that was loaded last (seccomp(2)).
/// </summary>
internal sealed unsafe class SyscallFilter : IDisposable
{
    /// <summary>__NR_SCMP_ERROR: libseccomp has never heard of the name.</summary>
    private const int UnknownName = -1;

    private readonly nint _filter;

    private SyscallFilter(uint defaultAction)
    {
        _filter = LibSeccomp.Init(defaultAction);
        if (_filter == 0)
            throw new InvalidOperationException("libseccomp could not make a filter");
        Check(LibSeccomp.SetAttribute(_filter, LibSeccomp.BadArchitecture, LibSeccomp.KillProcess));
    }

    /// <summary>What is allowed; the rest does not exist.</summary>
    public static SafeFileHandle CompileAllowed()
    {
        using var filter = new SyscallFilter(LibSeccomp.Errno | SeccompPolicy.UnlistedErrno);
        foreach (var group in SeccompPolicy.Allowed)
            filter.Add(LibSeccomp.Allow, group);
        foreach (var rule in SeccompPolicy.AllowedArguments)
            filter.Add(LibSeccomp.Allow, rule);
        return filter.Export();
    }

    /// <summary>What is denied or pretended; the rest is for the other filter to judge.</summary>
    public static SafeFileHandle CompileDenied()
    {
        const uint Deny = LibSeccomp.Errno | SeccompPolicy.DeniedErrno;
        using var filter = new SyscallFilter(LibSeccomp.Allow);
        foreach (var group in SeccompPolicy.Denied)
            filter.Add(Deny, group);
        foreach (var rule in SeccompPolicy.DeniedArguments)
            filter.Add(Deny, rule);

        // An errno of 0 is what success looks like. The other filter's ENOSYS for it is the errno of the one that was loaded first.
        foreach (var rule in SeccompPolicy.Pretended)
            filter.Add(LibSeccomp.Errno, rule);
        return filter.Export();
    }

    public void Dispose() => LibSeccomp.Release(_filter);

    private void Add(uint action, SyscallGroup group)
    {
        foreach (var syscall in group.Syscalls)
            Add(action, syscall, []);
    }

    private void Add(uint action, ArgumentRule rule)
    {
        var comparison = Compare(rule);
        Add(action, rule.Syscall, rule.And is { } second ? [comparison, Compare(second)] : [comparison]);
    }

    private void Add(uint action, string syscall, ReadOnlySpan<LibSeccomp.Comparison> comparisons)
    {
        // A name that this libseccomp is too old for stays unlisted and answers ENOSYS: never weaker than meant.
        var number = LibSeccomp.ResolveName(syscall);
        if (number == UnknownName)
            return;
        fixed (LibSeccomp.Comparison* first = comparisons)
            Check(LibSeccomp.AddRule(_filter, action, number, (uint)comparisons.Length, first));
    }

    private static LibSeccomp.Comparison Compare(ArgumentRule rule) => new()
    {
        Argument = (uint)rule.Argument,
        Operator = LibSeccomp.MaskedEqual,
        Mask = rule.Mask,
        Value = rule.Value,
    };

    private SafeFileHandle Export()
    {
        var program = Descriptors.Memory("filter", []);
        Check(LibSeccomp.Export(_filter, Descriptors.Number(program)));
        Descriptors.Rewind(program);
        return program;
    }

    private static void Check(int result)
    {
        if (result < 0)
            throw new InvalidOperationException($"libseccomp refused a rule: errno {-result}");
    }
}
