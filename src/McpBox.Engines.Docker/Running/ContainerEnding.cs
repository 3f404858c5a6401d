using System.Globalization;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>How a container ended, asked of the daemon's events: the container itself is removed at once.</summary>
/// <param name="created">When the container was, by the daemon's clock.</param>
/// <param name="asked">When that was asked for, by ours (<see cref="TimeProvider.GetTimestamp"/>): a little earlier, so that now is not before now.</param>
internal sealed class ContainerEnding(DockerClient client, string session, DateTimeOffset created, long asked)
{
    private const int SigKill = 9;

    /// <summary>Whether the memory limit killed a process in it; false where the daemon cannot say.</summary>
    public bool WasOutOfMemory() => Happened().Any(static happened => happened.Action == "oom");

    /// <summary>For an init that ended without a word: somebody killed the container, or the memory limit did.</summary>
    public SandboxExit Ask()
    {
        var events = Happened();
        var died = events.LastOrDefault(static happened => happened.Action is "die" or "died");
        var outOfMemory = events.Any(static happened => happened.Action == "oom");
        var text = died?.Actor?.Attributes?.GetValueOrDefault("exitCode") ?? died?.Actor?.Attributes?.GetValueOrDefault("containerExitCode");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= 128
            ? new SandboxExit(code, null, OutOfMemory: outOfMemory)
            : new SandboxExit(null, code > 128 ? code - 128 : SigKill, OutOfMemory: outOfMemory);
    }

    private IReadOnlyList<DaemonEvent> Happened()
    {
        try
        {
            // By the daemon's clock: what it said at the creation, and what has passed since by ours.
            var until = created + TimeProvider.System.GetElapsedTime(asked);
            return client.Events(Seconds(created), Seconds(until), $"{ContainerLabels.Session}={session}");
        }
        catch (Exception exception) when (exception is DockerException or ArgumentOutOfRangeException)
        {
            // A daemon that went away, or whose clock is at the end of all time, cannot say; the end itself is known.
            return [];
        }
    }

    private static string Seconds(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond * 100:D9}");
}
