using System.Collections.Immutable;
using System.Text;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>The init that every session on a daemon elsewhere is started with: whatever a volume of its name holds, it is what runs.</summary>
public sealed class InitVolumeTests : IDisposable
{
    private readonly FreshInit _init = new();

    public void Dispose() => _init.Dispose();

    [Fact]
    public void An_image_puts_nothing_of_its_own_beside_the_init_of_every_session()
    {
        using var image = TestImage.Of(TestDaemons.Docker, "echo", folder: "run/mcpbox-init");
        using var served = new Served(_init.Engine().Start(Bench.Plan(StdioMode.Auto, "/echo") with { Image = new PlanImage(image.Name, image.Id, image.Id) }, Bench.Session()));
        Assert.Equal(["mcpbox-init"], _init.Read().Keys);
    }

    [Fact]
    public void An_empty_volume_of_its_name_is_filled()
    {
        _init.Client.CreateVolume(Encoding.UTF8.GetBytes($$"""{"Name":"{{_init.Volume}}"}"""));
        Serves();
    }

    [Fact]
    public void A_volume_that_was_half_filled_is_filled_anew_even_while_another_container_has_it()
    {
        _init.Put("mcpbox-init", _init.Program[..1000]);
        _ = _init.Holding("/volume", _ =>
        {
            Serves();
            return true;
        });
    }

    [Fact]
    public void Another_program_of_the_same_length_is_not_started_in_its_place()
    {
        var other = _init.Program.ToArray();
        other[^1] ^= 1;
        _init.Put("mcpbox-init", other);
        Serves();
        Assert.Equal(_init.Program, _init.Read()["mcpbox-init"]);
    }

    [Fact]
    public void A_volume_with_something_beside_it_is_refused_once_and_made_anew_by_the_next_start()
    {
        _init.Put("other", [1]);
        Assert.Equal("MB2246", Assert.Throws<SandboxException>(Serves).Refusal.Code);
        Serves();
    }

    [Fact]
    public async Task Six_first_starts_at_once_bring_it_once_and_all_serve()
    {
        var engines = Enumerable.Range(0, 6).Select(_ => _init.Engine()).ToArray();
        await Task.WhenAll(engines.Select(engine => Task.Factory.StartNew(() => Serve(engine), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Null(InitCarrier.Find(_init.Client, _init.Volume));
    }

    [Fact]
    public void What_a_dead_start_left_is_seen_by_gc_and_does_not_stop_the_next_one()
    {
        var session = Bench.Session();
        var dead = InitCarrier.TryMake(_init.Client, _init.Volume, FreshInit.Image, Labels(session, MachineName.Read(), ProcessIdentity.Current() with { Id = int.MaxValue, Start = 1 }));
        Assert.NotNull(dead);

        // A start of another test may have been quicker.
        Assert.All(_init.Engine().FindTraces().Where(trace => trace.Session == session), trace => Assert.False(trace.OwnerAlive));
        Serves();
        Assert.DoesNotContain(_init.Engine().FindTraces(), trace => trace.Session == session);
    }

    [Fact]
    public void One_that_another_machine_is_bringing_is_awaited_and_then_named_with_the_command_that_removes_it()
    {
        var refusal = _init.Holding("/run/mcpbox-init", container =>
        {
            using var carrier = InitCarrier.TryMake(_init.Client, _init.Volume, FreshInit.Image, Labels(Bench.Session(), "another machine", ProcessIdentity.Current() with { Boot = "another boot" }));
            var volume = new InitVolume(_init.Client, _init.Program) { Patience = TimeSpan.FromMilliseconds(10) };
            var own = Labels(Bench.Session(), MachineName.Read(), ProcessIdentity.Current());
            return Assert.Throws<SandboxException>(() => volume.Prove(container, FreshInit.Image, own, static () => { })).Refusal;
        });
        Assert.Equal("MB2245", refusal.Code);
        Assert.Contains($"docker rm --force {_init.Volume}", refusal.Hint, StringComparison.Ordinal);
        Serves();
    }

    private static ImmutableSortedDictionary<string, string> Labels(string session, string machine, ProcessIdentity owner) => ContainerLabels.Of(
        Bench.Shell(StdioMode.Auto, ""), Translation.Scene.Volume with { Session = session, Machine = machine, Owner = owner, OwnerUid = Caller.EffectiveUserId() });

    private void Serves() => Serve(_init.Engine());

    private static void Serve(DockerEngine engine)
    {
        using var served = new Served(engine.Start(Bench.Plan(StdioMode.Auto, "/bin/cat"), Bench.Session()));
        served.Say("over there\n");
        Assert.Equal("over there", served.Line());
    }
}
