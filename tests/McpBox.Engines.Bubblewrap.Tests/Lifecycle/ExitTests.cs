using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Sandbox;
using McpBox.Testing;

namespace McpBox.Engines.Bubblewrap.Tests.Lifecycle;

/// <summary>How a sandbox ends, and what is told of it.</summary>
public sealed class ExitTests
{
    public static TheoryData<Identity> Here => [.. Identities.Available.Where(static identity => !identity.NeedsHost())];

    public static TheoryData<Identity> Everybody => [.. Identities.Available];

    [Theory]
    [MemberData(nameof(Everybody))]
    public void A_server_ends_with_its_own_code(Identity identity)
    {
        var run = Run.As(identity, ["/bin/sh", "-c", "echo out; echo err >&2; exit 7"]);
        Assert.Equal(("out\n", "err\n", 7), (run.Output, run.Error, run.Code));
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void An_exit_code_of_1_is_the_servers_own(Identity identity)
    {
        using var sandbox = Start(identity, "exit 1");
        Assert.Equal(new SandboxExit(1, null), sandbox.WaitForExit());
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_signal_is_told_as_a_signal(Identity identity)
    {
        using var sandbox = Start(identity, "kill -SEGV $$");
        Assert.Equal(new SandboxExit(null, 11), sandbox.WaitForExit());
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void Terminate_reaches_the_server_itself(Identity identity)
    {
        using var sandbox = Start(identity, "trap 'exit 5' TERM; echo ready; while :; do sleep 1000 & wait; done");
        Streams.AwaitLine(sandbox.Output);
        sandbox.Terminate();
        Assert.Equal(5, sandbox.WaitForExit().Code);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void Kill_leaves_no_grandchild_behind(Identity identity)
    {
        var word = Survivors.Word();
        using var sandbox = Start(identity, Stubborn(word), word);
        Streams.AwaitLine(sandbox.Output);
        Assert.True(Survivors.Of(word).Count >= 4, "the monitor, pid 1, the server and its grandchild");
        sandbox.Kill();
        Assert.Equal(9, sandbox.WaitForExit().Signal);
        Assert.Empty(Survivors.Of(word));
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_server_that_ends_takes_its_grandchildren_along(Identity identity)
    {
        var word = Survivors.Word();
        using var sandbox = Start(identity, $"{Daemon(word)} read line; exit 3", word);
        Streams.AwaitLine(sandbox.Output);
        sandbox.Input.Dispose();
        Assert.Equal(3, sandbox.WaitForExit().Code);
        Assert.Empty(Survivors.Of(word));
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void Dispose_ends_a_running_server_and_may_be_called_again(Identity identity)
    {
        var word = Survivors.Word();
        var sandbox = Start(identity, Stubborn(word), word);
        Streams.AwaitLine(sandbox.Output);
        sandbox.Dispose();
        sandbox.Dispose();
        sandbox.Kill();
        sandbox.Terminate();
        Assert.Empty(Survivors.Of(word));
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void The_exit_signal_is_silent_while_the_server_runs(Identity identity)
    {
        using var sandbox = Start(identity, "echo ready; read line");
        Streams.AwaitLine(sandbox.Output);
        Assert.False(Streams.IsReadable(sandbox.ExitSignal));
        sandbox.Input.Dispose();
        Streams.AwaitReadable(sandbox.ExitSignal);
        Assert.Equal(1, sandbox.WaitForExit().Code);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_server_has_no_signal_blocked_or_ignored(Identity identity)
    {
        using var sandbox = Start(identity, "grep -E '^Sig(Blk|Ign):' /proc/self/status");

        // But for 32 and 33, which glibc's posix_spawn ignores in every child: they are its own, for the cancellation of threads.
        Assert.Matches("^SigBlk:\t0000000000000000\nSigIgn:\t0000000[01]80000000\n$|^SigBlk:\t0{16}\nSigIgn:\t0{16}\n$", Run.Collect(sandbox).Output);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_server_that_closes_its_stdout_and_goes_on_is_seen_to(Identity identity)
    {
        using var sandbox = Start(identity, "echo last; exec >&-; read line; exit 4");
        Assert.Equal("last\n", Streams.ReadToEnd(sandbox.Output));
        Assert.False(Streams.IsReadable(sandbox.ExitSignal));
        sandbox.Input.Dispose();
        Assert.Equal(4, sandbox.WaitForExit().Code);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_server_that_closes_its_stdin_and_goes_on_is_seen_to(Identity identity)
    {
        using var sandbox = Start(identity, "exec <&-; echo closed; sleep 1000");
        Streams.AwaitLine(sandbox.Output);
        Streams.AwaitNoReader(sandbox.Input);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void Nothing_but_the_server_writes_to_its_streams(Identity identity)
    {
        using var sandbox = Start(identity, "exit 0");
        Assert.Equal(new Run("", "", 0), Run.Collect(sandbox));
    }

    [Fact]
    public void A_set_up_that_fails_at_its_very_end_is_not_the_servers_failure()
    {
        var word = Survivors.Word();
        var engine = TestEngine.Amended(static invocation => invocation with { Command = ["/nonexistent"] });
        var exception = Assert.Throws<SandboxException>(() => engine.Start(TestPlan.For("/bin/sh", "-c", "exit 1"), word));
        Assert.Equal("MB2110", exception.Refusal.Code);
        Assert.Contains("No such file", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Survivors.Of(word));
    }

    [Fact]
    public void A_server_that_cannot_be_executed_is_told_as_that()
    {
        using var folder = new TestFolder();
        var file = folder.File("program", "neither ELF nor a script");
        File.SetUnixFileMode(file, (UnixFileMode)0x1ed);
        using var sandbox = TestEngine.Plain.Start(TestPlan.For(file) with { Mounts = [TestPlan.Mount(folder.Path)] }, Run.NextSession());
        var exit = sandbox.WaitForExit();
        Assert.Contains($"cannot execute {file}: Exec format error", exit.SetupFailure, StringComparison.Ordinal);
        Assert.Null(exit.Code);
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void A_server_cannot_end_stop_or_look_into_its_init(Identity identity)
    {
        const string Script = """
            for signal in KILL STOP SEGV USR1; do kill -$signal 1; done
            cat /proc/1/environ /proc/1/mem /proc/1/maps /proc/1/syscall; ls /proc/1/cwd; readlink /proc/1/exe
            for number in 0 1 2 3 4 5 6 7 8 9; do readlink /proc/1/fd/$number; cat /proc/1/fd/$number; echo g >/proc/1/fd/$number; done
            exit 6
            """;
        using var sandbox = Start(identity, Script);
        var run = Run.Collect(sandbox);
        Assert.Equal(("", 6), (run.Output, run.Code));
    }

    [Theory]
    [MemberData(nameof(Here))]
    public void Orphans_are_reaped_while_the_server_runs(Identity identity)
    {
        using var sandbox = Start(identity, """
            for i in 1 2 3 4 5; do (sh -c 'exit 0' &); done; sleep 0.2
            grep -l '^State:.Z' /proc/[0-9]*/status; echo "$?"
            """);
        Assert.Equal("1\n", Run.Collect(sandbox).Output);
    }

    /// <summary>A grandchild in a session of its own that no signal but SIGKILL ends, and a server like it.</summary>
    internal static string Stubborn(string word) => $"trap '' TERM HUP INT; {Daemon(word)} while :; do sleep 1000; done";

    private static string Daemon(string word) => $"(setsid sh -c 'trap \"\" TERM HUP INT; echo ready; sleep 1000; : {word}' &) ; : {word};";

    private static ISandbox Start(Identity identity, string script, string? session = null) => TestEngine.Plain.Start(
        TestPlan.For("/bin/sh", "-c", script) with { RunAs = identity.RunAs() }, session ?? Run.NextSession());
}
