using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>What is not recorded is not forwarded: the journal lies on a tmpfs of 256 KiB that only this session sees.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int JournalFailed = 124;

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_full_disk_ends_the_session_with_an_error_and_nothing_unrecorded_reached_the_server()
    {
        await using var session = StartOnSmallDisk(Box.RunCommand(
            _box.Recorded("server", [Programs.Stub("answers")]), "--mount", $"{_box.Shared}:rw", "--mount", Programs.Stub("answers")));
        await session.RequestAsync(0);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(0);
        var padding = new string('x', 2000);
        var sending = session.SendWithoutLimitAsync(Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(1, 500).Select(id => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"ping","params":{"x":"{{{padding}}}"}}""" + "\n"))));
        var output = await session.ReadToEndAsync();
        Assert.Equal(JournalFailed, await session.ExitCodeAsync());
        await Record.ExceptionAsync(() => sending); // Cut off or not, depending on how much the pipe took.

        Assert.Contains("MB4004", session.Stderr, StringComparison.Ordinal);
        Assert.Contains(Reply.ParseAll(output), reply => reply.Error is { Code: -32000 } error && error.Message.Contains("MB3006", StringComparison.Ordinal));
        var recorded = JournalRecording.Read(Path.Combine(_box.Shared, "journal.jsonl"));
        Assert.True(recorded.ForwardedToServer.AsSpan().StartsWith(_box.Recording("server.in")), "The server got a byte that is not in the journal.");
        Assert.NotEmpty(_box.Recording("server.in"));
        var answered = Reply.ParseAll(output).Count(reply => reply.Error is null);
        Assert.True(answered <= recorded.ServerToClient.Count(), "The client got an answer that is not in the journal.");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_made_refuses_to_start_the_server()
    {
        File.WriteAllText(Path.Combine(_box.State, "mcpbox"), "a file where the folder should be");
        await using var session = _box.RunRecorded("answers");
        await session.RequestAsync(1);
        await session.ReadToEndAsync();
        Assert.Equal(JournalFailed, await session.ExitCodeAsync());
        Assert.Contains("MB4", session.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_box.Shared));
    }

    /// <summary>In a mount namespace of its own, so that the disk goes with it; what the journal holds at the end is copied out.</summary>
    private RawSession StartOnSmallDisk(IReadOnlyList<string> command)
    {
        const string Script = """
            id=${SUDO_UID:-0}
            mount -t tmpfs -o "size=256k,mode=0700,uid=$id" none "$XDG_STATE_HOME" || exit 97
            setpriv --reuid "$id" --regid "${SUDO_GID:-0}" --clear-groups -- "$@"
            code=$?
            find "$XDG_STATE_HOME" -name '*.jsonl' -exec cp {} "$0" ';' -exec chmod 0644 "$0" ';'
            exit $code
            """;
        // Only root can mount so that bubblewrap still belongs to root, which mcpbox insists on; mcpbox itself runs as whoever runs the tests.
        var variables = _box.Environment.Select(variable => $"{variable.Key}={variable.Value}");
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["/usr/bin/sudo", "-n", "/usr/bin/env", .. variables];
        return _box.Start(
            [.. asRoot, "/usr/bin/unshare", "--mount", "/bin/sh", "-c", Script, Path.Combine(_box.Shared, "journal.jsonl"), .. command]);
    }
}
