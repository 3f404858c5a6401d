using System.Text.Json;

namespace McpBox.Sandbox.Init;

/// <summary>An <see cref="InitEvent"/> as JSON.</summary>
internal static class EventJson
{
    private const string Event = "event";
    private const string Started = "started";
    private const string Failed = "failed";
    private const string Exited = "exited";
    private const string Errno = "errno";
    private const string Message = "message";
    private const string Code = "code";
    private const string Signal = "signal";
    private const string OutOfMemory = "out_of_memory";

    public static void Write(Utf8JsonWriter json, InitEvent happened)
    {
        json.WriteStartObject();
        switch (happened)
        {
            case InitEvent.Failed failed:
                json.WriteString(Event, Failed);
                json.WriteNumber(Errno, failed.Errno);
                json.WriteString(Message, failed.Message);
                break;
            case InitEvent.Exited exited:
                json.WriteString(Event, Exited);
                WriteNumber(json, Code, exited.Code);
                WriteNumber(json, Signal, exited.Signal);
                if (exited.OutOfMemory is { } outOfMemory)
                    json.WriteBoolean(OutOfMemory, outOfMemory);
                break;
            default:
                json.WriteString(Event, Started);
                break;
        }

        json.WriteEndObject();
    }

    public static InitEvent Read(ref MessageReader message)
    {
        string? kind = null, words = null;
        int? errno = null, code = null, signal = null;
        bool? outOfMemory = null;
        while (message.NextName() is { } name)
        {
            switch (name)
            {
                case Event when kind is null:
                    kind = message.Text();
                    break;
                case Errno when errno is null:
                    errno = message.Number();
                    break;
                case Message when words is null:
                    words = message.Text();
                    break;
                case Code when code is null:
                    code = message.Number();
                    break;
                case Signal when signal is null:
                    signal = message.Number();
                    break;
                case OutOfMemory when outOfMemory is null:
                    outOfMemory = message.Flag();
                    break;
                default:
                    throw MessageReader.Unexpected(name);
            }
        }

        return kind switch
        {
            Started => new InitEvent.Started(),
            Failed => new InitEvent.Failed(errno ?? throw MessageReader.Missing(Errno), words ?? throw MessageReader.Missing(Message)),
            Exited when code is null != signal is null => new InitEvent.Exited(code, signal, outOfMemory),
            _ => throw new JsonException("the event is none of the three"),
        };
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
