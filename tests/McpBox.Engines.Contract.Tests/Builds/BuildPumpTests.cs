using System.Globalization;
using System.Text;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Testing;

namespace McpBox.Engines.Contract.Tests.Builds;

/// <summary>A step ends when it should, whatever its program does, and what it says is bounded.</summary>
public sealed class BuildPumpTests : IDisposable
{
    private const int TimeOver = 124;
    private const int Kept = 64 << 10;

    /// <summary>More than a connection's buffers hold.</summary>
    private const int Large = 64 << 20;

    private static int _marks;

    private readonly TestFolder _folder = new();
    private readonly string _mark = $"build-{Environment.ProcessId}-{Interlocked.Increment(ref _marks)}";

    public static TheoryData<Subject> Subjects => Building.Subjects;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_step_whose_time_is_over_is_killed_with_all_that_it_forked(Subject subject)
    {
        var step = Building.Script(_folder.Path, "trap '' TERM; (setsid sh -c 'echo forked; sleep 1000' \"$0\" &); sleep 1000", _mark);
        var outcome = Building.On(subject).Run(step with { TimeLimit = TimeSpan.FromSeconds(3) }, CancellationToken.None);
        Assert.Equal(TimeOver, outcome.ExitCode);
        Assert.StartsWith("forked\n", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Processes(_mark));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_step_that_is_cancelled_is_killed_with_all_that_it_forked(Subject subject)
    {
        using var cancelled = new CancellationTokenSource();
        var step = Building.Script(_folder.Path, "(setsid sh -c 'echo forked; sleep 1000' \"$0\" &); sleep 1000", _mark);
        Assert.Throws<OperationCanceledException>(() => Building.On(subject).Run(step with { Said = _ => cancelled.Cancel() }, cancelled.Token));
        Assert.Empty(Leftovers.Processes(_mark));
    }

    [Fact]
    public void What_is_forked_and_left_behind_ends_with_the_program()
    {
        var outcome = Building.On(Subject.Bubblewrap).Run(Building.Script(_folder.Path, "(setsid sh -c 'sleep 1000' \"$0\" &); exit 7", _mark), CancellationToken.None);
        Assert.Equal(7, outcome.ExitCode);
        Assert.Empty(Leftovers.Processes(_mark));
    }

    [Fact]
    public void Of_what_is_said_the_last_64_KiB_are_kept()
    {
        var said = 0;
        var step = Building.Script(_folder.Path, "yes 123456789 | head -n 500000; echo last") with { Said = _ => said++ };
        var outcome = Building.On(Subject.Bubblewrap).Run(step, CancellationToken.None);
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.Output), Kept - 16, Kept);
        Assert.EndsWith("last\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(500_001, said);
    }

    [Fact]
    public void Characters_are_whole_however_they_were_written_and_cut()
    {
        var outcome = Building.On(Subject.Bubblewrap).Run(
            Building.Script(_folder.Path, "printf '\\303'; sleep 0.1; printf '\\244\\n'; yes äöü | head -n 50000"), CancellationToken.None);
        Assert.DoesNotContain('\ufffd', outcome.Output);
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.Output), Kept - 16, Kept);
    }

    [Fact]
    public void A_line_has_an_end_for_whoever_watches_and_the_streams_are_not_mixed_in_one()
    {
        var said = new List<string>();
        Building.On(Subject.Bubblewrap).Run(
            Building.Script(_folder.Path, "head -c 1000000 /dev/zero | tr '\\0' x; echo; printf 'one '; sleep 0.1; echo err >&2; sleep 0.1; echo two; printf 'ä'") with { Said = said.Add },
            CancellationToken.None);
        Assert.Equal([1000, 3, 7, 1], said.Select(static line => line.Length));
        Assert.Equal(["err", "one two", "ä"], said[1..]);
    }

    [Fact]
    public void A_program_that_closed_its_streams_costs_no_processor()
    {
        var before = ThreadTime();
        var outcome = Building.On(Subject.Bubblewrap).Run(Building.Script(_folder.Path, "exec >&- 2>&-; sleep 2"), CancellationToken.None);
        Assert.Equal(0, outcome.ExitCode);
        Assert.InRange(ThreadTime() - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void No_more_than_64_connections_are_served_at_once_and_all_come_to_their_turn()
    {
        const int all = 80, most = 64;
        using var full = new CountdownEvent(most);
        var gateway = new AnsweringGateway(_ =>
        {
            if (!full.IsSet)
                full.Signal();
            Assert.True(full.Wait(Running.Limit));
            return "x";
        });
        var step = Building.Node(
            _folder.Path, "Promise.all(Array.from({length:80},()=>fetch('http://127.0.0.1:4873/').then(a=>a.text()))).then(a=>console.log(a.join('')))");
        var outcome = Building.On(Subject.Bubblewrap).Run(step with { Gateway = gateway }, CancellationToken.None);
        Assert.Equal((0, new string('x', all) + "\n"), (outcome.ExitCode, outcome.Output));
        Assert.Equal((most, all), (gateway.Most, gateway.Served));
    }

    [Fact]
    public void A_connection_that_waits_for_its_registry_is_waited_for_when_the_step_is_over()
    {
        using var asked = new ManualResetEventSlim();
        using var registry = new ManualResetEventSlim();
        var gateway = new AnsweringGateway(line =>
        {
            if (line.Contains("/slow", StringComparison.Ordinal))
            {
                asked.Set();
                _ = registry.Wait(TimeSpan.FromMilliseconds(500));
            }
            else
            {
                Assert.True(asked.Wait(Running.Limit));
            }

            return "x";
        });
        var script = "const at='http://127.0.0.1:4873/';fetch(at+'slow').catch(()=>0);fetch(at+'quick').then(()=>process.exit(5))";
        var outcome = Building.On(Subject.Bubblewrap).Run(Building.Node(_folder.Path, script) with { Gateway = gateway }, CancellationToken.None);
        Assert.Equal((5, 2, 0), (outcome.ExitCode, gateway.Served, gateway.Active));
    }

    [Fact]
    public void A_connection_whose_program_does_not_read_ends_with_the_step()
    {
        var body = new string('x', Large);
        var gateway = new AnsweringGateway(_ => body);
        var outcome = Building.On(Subject.Bubblewrap).Run(
            Building.Node(_folder.Path, "fetch('http://127.0.0.1:4873/').then(()=>process.exit(5))") with { Gateway = gateway }, CancellationToken.None);
        Assert.Equal((5, 1, 0), (outcome.ExitCode, gateway.Served, gateway.Active));
    }

    /// <summary>Processor time of this thread (proc_pid_schedstat: nanoseconds on a processor come first).</summary>
    private static TimeSpan ThreadTime() =>
        TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000);
}
