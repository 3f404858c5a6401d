using System.Diagnostics;
using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>mcpbox itself is killed with SIGKILL in the middle of traffic: what was passed on is in the journal, and the next start says what happened.</summary>
public sealed class KillTests : IDisposable
{
    private const int Instants = 200;

    private static readonly byte[] Frames = Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, 2000).Select(static n => $$$"""{"jsonrpc":"2.0","method":"notifications/tick","params":{"n":{{{n}}}}}""" + "\n")));

    private readonly Box _box = new();
    private readonly HashSet<string> _seen = [];

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_kill_at_any_of_200_instants_loses_at_most_the_record_being_written()
    {
        var random = new Random(20261128);
        for (var i = 0; i < Instants; i++)
            await KillAfterAsync(TimeSpan.FromMicroseconds(random.Next(6000)));

        await using (var last = _box.Run("echo"))
        {
            last.CloseInput();
            Assert.Equal(0, await last.ExitCodeAsync());
        }

        var words = await _box.OutputOfAsync("log", "verify", "--all");
        Assert.Contains($"{Instants + 1} whole, 0 not; index: {2 * (Instants + 1)} lines, 0 problems", words, StringComparison.Ordinal);
        Assert.Equal(Instants, words.Split("recovered: the process was killed").Length - 1);
    }

    private async Task KillAfterAsync(TimeSpan instant)
    {
        await using var session = _box.Run("echo");
        var sending = session.SendWithoutLimitAsync(Frames);
        using var received = new MemoryStream();
        received.Write(await session.ReadFrameAsync());
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < instant)
            Thread.SpinWait(20);
        session.Signal(Signals.Kill);
        received.Write(await session.ReadToEndAsync());
        await Task.WhenAny(sending);
        await session.ExitCodeAsync();

        var recorded = Recorded();
        Assert.True(recorded.Records.Count > 1, "the session was recorded");
        Assert.True(recorded.ForwardedToClient.AsSpan().StartsWith(received.ToArray()), "a frame reached the client that is not in the journal");
        Assert.True(recorded.ForwardedToServer.AsSpan().StartsWith(received.ToArray()), "a frame reached the server that is not in the journal");
        Assert.True(Frames.AsSpan().StartsWith(recorded.ForwardedToServer));
    }

    /// <summary>The new session's whole records; only the last line may be a piece.</summary>
    private JournalRecording Recorded()
    {
        var path = Directory.GetFiles(_box.State, "*.jsonl", SearchOption.AllDirectories).Single(_seen.Add);
        var bytes = File.ReadAllBytes(path);
        var whole = Path.Combine(_box.Shared, "whole");
        File.WriteAllBytes(whole, bytes[..(Array.LastIndexOf(bytes, (byte)'\n') + 1)]);
        return JournalRecording.Read(whole);
    }
}
