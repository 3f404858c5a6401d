using System.Buffers;
using System.Text.Json;
using McpBox.Egress;
using McpBox.Egress.Connections;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using McpBox.Relay;
using McpBox.Sandbox;

namespace McpBox.Session.Reaching;

/// <summary>A session's way out: the broker behind the sandbox's listening sockets, and its events in the session's journal.</summary>
internal sealed class SessionEgress : IEgressLog
{
    private readonly RelayLoop _relay;
    private readonly Func<Task> _end;

    /// <summary>Serves the sandbox's sockets: the resolver's and those of the ports, in the plan's order.</summary>
    public SessionEgress(Allowlist list, ISandbox sandbox, RelayLoop relay)
    {
        _relay = relay;
        var broker = new EgressBroker(list, new InsideNames(list), this);
        _end = () => broker.DisposeAsync().AsTask();
        broker.Resolve(sandbox.Listeners[0]);
        foreach (var listener in sandbox.Listeners.Skip(1))
            broker.Listen(listener);
    }

    /// <summary>Cuts what is open and records its end. The session's thread, after the relay.</summary>
    public void End() => _relay.Finish(_end());

    /// <inheritdoc/>
    public Task<bool> RecordAsync(EgressEvent happened) => happened switch
    {
        EgressEvent.Connecting connecting => PostAsync("connect", json =>
        {
            json.WriteNumber("n"u8, connecting.Number);
            json.WriteString("host"u8, connecting.Name);
            json.WriteNumber("port"u8, connecting.Address.Port);
            json.WriteString("address"u8, connecting.Address.Address.ToString());
            json.WriteString("rule"u8, connecting.Rule);
        }),
        EgressEvent.Ended ended => PostAsync("disconnect", json =>
        {
            json.WriteNumber("n"u8, ended.Number);
            json.WriteString("host"u8, ended.Name);
            json.WriteNumber("port"u8, ended.Port);
            if (ended.Named is not null)
                json.WriteString("named"u8, ended.Named);
            json.WriteNumber("sent"u8, ended.Sent);
            json.WriteNumber("received"u8, ended.Received);
            json.WriteNumber("duration_us"u8, (long)ended.Duration.TotalMicroseconds);
        }),
        EgressEvent.Refused refused => PostAsync("refuse", json =>
        {
            if (refused.Number > 0)
                json.WriteNumber("n"u8, refused.Number);
            json.WriteString("host"u8, refused.Name);
            if (refused.Port > 0)
                json.WriteNumber("port"u8, refused.Port);
            json.WriteString("code"u8, refused.Code);
            json.WriteString("reason"u8, refused.Reason);
        }),
        _ => throw new ArgumentException("An event of another kind.", nameof(happened)),
    };

    private Task<bool> PostAsync(string kind, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return _relay.PostAsync(kind, buffer.WrittenSpan.ToArray());
    }
}
