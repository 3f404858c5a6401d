using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using McpBox.Cli.Log;
using McpBox.Journal;
using McpBox.Review;

namespace McpBox.Cli.View;

/// <summary><c>mcpbox log view</c>: recorded sessions on a local page.</summary>
internal static class ViewCommand
{
    private const int Interrupted = 130;

    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var session = new Argument<string?>("SESSION") { Description = $"{LogAction.SessionHelp}; none for the list", DefaultValueFactory = static _ => null };
        var length = new Option<string?>("--for") { Description = "End by itself after 90s, 30m or 8h; without it, Ctrl-C ends it" };
        var command = new Command("view", "Review sessions in a browser, on a page that only this machine can open") { session, length };
        command.SetAction((parsed, cancel) => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            var found = parsed.GetValue(session) is { } name ? JournalCatalog.Find(root, name).Id : null;
            return ServeAsync(screen, root, found, Duration(parsed.GetValue(length)), time, cancel);
        }));
        return command;
    }

    private static async Task<int> ServeAsync(LogScreen screen, string root, string? session, TimeSpan? length, TimeProvider time, CancellationToken cancel)
    {
        using var server = Bind(root, time);
        screen.WriteLine(server.Address(session));
        await screen.Out.FlushAsync(CancellationToken.None);
        screen.Error.WriteLine("the address is good for one use, in a browser on this machine; Ctrl-C ends it");
        using var end = new CancellationTokenSource(length ?? Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancel);
        await server.ServeAsync(both.Token);
        return end.IsCancellationRequested ? ExitCodes.Ok : Interrupted;
    }

    private static ReviewServer Bind(string root, TimeProvider time)
    {
        try
        {
            return new ReviewServer(root, time);
        }
        catch (SocketException error)
        {
            throw new JournalException("MB4504", $"no port of 127.0.0.1 can be had: {error.Message}", "`ip address show lo` shows whether this machine has a loopback interface", error);
        }
    }

    private static TimeSpan? Duration(string? text)
    {
        if (text is null)
            return null;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit == 0 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 100_000 || (long)count * unit > 2_000_000)
            throw new JournalException("MB4503", $"'{text}' is no length of time", "write a number with s, m or h, up to 500h: --for 30m");
        return TimeSpan.FromSeconds(count * unit);
    }
}
