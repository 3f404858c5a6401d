using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Replay;

/// <summary>A server in JavaScript that a test may change between its recording and the replay.</summary>
internal sealed class Recorded : IDisposable
{
    /// <summary>In the place of a frame: wait for a line of the server's.</summary>
    public const string Line = "<";

    private const string Frame = """
        const say = m => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...m }) + '\n');
        const state = {};
        require('readline').createInterface({ input: process.stdin }).on('line', l => { const m = JSON.parse(l); BODY });

        """;

    public Box Box { get; } = new();

    public string Script => Path.Combine(Box.Shared, "server.js");

    public string[] Journals => Directory.GetFiles(Box.State, "*.jsonl", SearchOption.AllDirectories);

    public void Dispose() => Box.Dispose();

    /// <summary>Gives the server what it does with each message <c>m</c>.</summary>
    public void Serve(string body) => File.WriteAllText(Script, Frame.Replace("BODY", body, StringComparison.Ordinal));

    /// <summary>Records a session: frames that are sent and lines that are waited for.</summary>
    public async Task RecordAsync(params string[] steps)
    {
        await using var session = RawSession.Start(Harness.Box.RunCommand([Programs.Node, "server.js"]), Box.Environment, Box.Shared);
        foreach (var step in steps)
        {
            if (step == Line)
                Assert.NotNull(await session.ReadFrameAsync());
            else
                await session.SendAsync(step + "\n");
        }

        session.CloseInput();
        await session.ReadToEndAsync();
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    /// <summary>Replays the newest session, from another folder than it was recorded in.</summary>
    public async Task<(int Exit, string Out, string Error)> ReplayAsync(params string[] words)
    {
        await using var session = Box.Start([Programs.McpBox, "replay", "last", .. words]);
        session.Patience = TimeSpan.FromMinutes(2);
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        return (await session.ExitCodeAsync(), output, session.Stderr);
    }

    public static string Request(int id, string method = "ping", string rest = "") => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"{{rest}}}""";
}
