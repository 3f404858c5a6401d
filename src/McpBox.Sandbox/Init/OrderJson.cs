using System.Collections.Immutable;
using System.Text.Json;

namespace McpBox.Sandbox.Init;

/// <summary>An <see cref="InitOrder"/> as JSON.</summary>
internal static class OrderJson
{
    private const string Command = "command";
    private const string Environment = "environment";
    private const string WorkingDirectory = "working_directory";
    private const string HostPaths = "host_paths";
    private const string WritablePaths = "writable_paths";
    private const string Listeners = "listeners";

    public static void Write(Utf8JsonWriter json, InitOrder order)
    {
        json.WriteStartObject();
        WriteTexts(json, Command, order.Command);
        json.WriteStartObject(Environment);
        foreach (var (name, value) in order.Environment)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString(WorkingDirectory, order.WorkingDirectory);
        WriteTexts(json, HostPaths, order.HostPaths);
        WriteTexts(json, WritablePaths, order.WritablePaths);
        if (!order.Listeners.IsEmpty)
            WriteTexts(json, Listeners, [.. order.Listeners.Select(static listener => listener.ToString())]);
        json.WriteEndObject();
    }

    public static InitOrder Read(ref MessageReader message)
    {
        ImmutableArray<string>? command = null, hostPaths = null, writablePaths = null, listeners = null;
        ImmutableSortedDictionary<string, string>? environment = null;
        string? workingDirectory = null;
        while (message.NextName() is { } name)
        {
            switch (name)
            {
                case Command when command is null:
                    command = message.Texts();
                    break;
                case Environment when environment is null:
                    environment = message.Map();
                    break;
                case WorkingDirectory when workingDirectory is null:
                    workingDirectory = message.Text();
                    break;
                case HostPaths when hostPaths is null:
                    hostPaths = message.Texts();
                    break;
                case WritablePaths when writablePaths is null:
                    writablePaths = message.Texts();
                    break;
                case Listeners when listeners is null:
                    listeners = message.Texts();
                    break;
                default:
                    throw MessageReader.Unexpected(name);
            }
        }

        return new InitOrder
        {
            Command = command is { IsEmpty: false } words ? words : throw MessageReader.Missing(Command),
            Environment = environment ?? throw MessageReader.Missing(Environment),
            WorkingDirectory = workingDirectory ?? throw MessageReader.Missing(WorkingDirectory),
            HostPaths = hostPaths ?? throw MessageReader.Missing(HostPaths),
            WritablePaths = writablePaths ?? throw MessageReader.Missing(WritablePaths),
            Listeners = [.. (listeners ?? []).Select(PlanListener.Parse)],
        };
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
