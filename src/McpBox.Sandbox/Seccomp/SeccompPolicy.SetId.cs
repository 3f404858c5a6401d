namespace McpBox.Sandbox.Seccomp;

/// <content>
/// The set-uid and set-gid bits. Inside they are without effect; but a writable mount is the host's own folder, where a set-uid file
/// would lend the server's uid, root's perhaps, to anybody on the machine who starts it.
/// </content>
public static partial class SeccompPolicy
{
    private static IEnumerable<ArgumentRule> SetIds()
    {
        (string Syscall, int Mode)[] always =
            [("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("fchmodat2", 2), ("creat", 1), ("mknod", 1), ("mknodat", 2)];

        // Where nothing is made there is no mode, and its register holds anything.
        (string Syscall, int Flags, int Mode)[] making = [("open", 1, 2), ("openat", 2, 3)];
        (ulong Flag, string Name)[] makes = [(0x40, "O_CREAT"), (0x40_0000, "O_TMPFILE")];
        foreach (var (bit, name) in new[] { (0x800UL, "S_ISUID"), (0x400UL, "S_ISGID") })
        {
            foreach (var (syscall, mode) in always)
                yield return new ArgumentRule(syscall, mode, bit, bit, name);
            foreach (var (syscall, flags, mode) in making)
            {
                foreach (var (flag, flagName) in makes)
                    yield return new ArgumentRule(syscall, mode, bit, bit, name) { And = new ArgumentRule(syscall, flags, flag, flag, flagName) };
            }
        }
    }
}
