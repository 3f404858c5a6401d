using System.Net;
using System.Net.Sockets;
using McpBox.Egress.Connections;
using McpBox.Egress.Rules;

namespace McpBox.Egress.Names;

/// <summary>The resolver that a sandbox's /etc/resolv.conf names.</summary>
internal sealed class NameService(Allowlist list, InsideNames names, IEgressLog log)
{
    /// <summary>Answers until it is stopped. One question at a time: who floods it waits for the journal.</summary>
    public async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using var owned = socket;
        var buffer = new byte[NameQuery.Longest + 1];
        var anywhere = new IPEndPoint(IPAddress.Any, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var question = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anywhere, stop).ConfigureAwait(false);
                if (question.ReceivedBytes <= NameQuery.Longest && await AnswerAsync(buffer.AsMemory(0, question.ReceivedBytes)).ConfigureAwait(false) is { } answer)
                    _ = await socket.SendToAsync(answer, SocketFlags.None, question.RemoteEndPoint, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Whoever asked does not listen any more; or the socket is broken, and would fail again at once.
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop)).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]?> AnswerAsync(ReadOnlyMemory<byte> message)
    {
        if (NameQuery.Name(message.Span, out var end) is not { } name)
            return null;
        var address = names.AddressOf(name);
        if (address is null)
        {
            var refused = list.Knows(name)
                ? new EgressEvent.Refused(0, name, 0, EgressCodes.TooMany, $"more than {InsideNames.Most} names below wildcards")
                : new EgressEvent.Refused(0, name, 0, EgressCodes.UnknownName, $"{(name.Length == 0 ? "what was asked for" : name)} is not on the list");
            _ = await log.RecordAsync(refused).ConfigureAwait(false);
        }

        return NameQuery.Answer(message.Span, end, address);
    }
}
