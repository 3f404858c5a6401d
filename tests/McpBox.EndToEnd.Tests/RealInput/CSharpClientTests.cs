using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpBox.EndToEnd.Tests.RealInput;

/// <summary>The C# SDK's client and server-everything.</summary>
public sealed class CSharpClientTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task It_lists_and_calls_the_same_tools_as_without_mcpbox()
    {
        string[] server = [Programs.Node, Programs.NpmServer("everything")];
        Assert.Equal(await ExploreAsync(server), await ExploreAsync(Box.RunCommand(server)));
    }

    [Fact]
    public async Task Progress_arrives_and_a_cancelled_call_ends()
    {
        await using var client = await ConnectAsync(Box.RunCommand([Programs.Node, Programs.NpmServer("everything")]));
        using var enough = new CancellationTokenSource();
        var call = client.CallToolAsync(
            "trigger-long-running-operation", new Dictionary<string, object?>(StringComparer.Ordinal) { ["duration"] = 1, ["steps"] = 10 },
            new CancelAtFirstStep(enough), cancellationToken: enough.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        await client.PingAsync();
    }

#pragma warning disable MCP9005 // Deprecated from 2026-07-28 on; the servers of today have it.
    [Fact]
    public async Task Logging_can_be_turned_on()
    {
        await using var client = await ConnectAsync(Box.RunCommand([Programs.Node, Programs.NpmServer("everything")]));
        var message = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = client.RegisterNotificationHandler(NotificationMethods.LoggingMessageNotification, (notification, _) =>
        {
            message.TrySetResult($"{notification.Params}");
            return ValueTask.CompletedTask;
        });
        await client.SetLoggingLevelAsync(LoggingLevel.Debug);
        await client.CallToolAsync("toggle-simulated-logging");
        Assert.Contains("level", await message.Task.WaitAsync(Eventually.Timeout), StringComparison.Ordinal);
    }

#pragma warning restore MCP9005

    /// <summary>Everything that can be listed, and some calls, as one text.</summary>
    private async Task<string> ExploreAsync(IReadOnlyList<string> command)
    {
        await using var client = await ConnectAsync(command);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1, ["b"] = 2 };
        return JsonSerializer.Serialize(
            new object[]
            {
                client.ServerInfo!,
                (await client.ListToolsAsync()).Select(tool => tool.ProtocolTool),
                (await client.ListResourcesAsync()).Select(resource => resource.ProtocolResource),
                (await client.ListPromptsAsync()).Select(prompt => prompt.ProtocolPrompt),
                await client.CallToolAsync("get-sum", arguments),
                await client.ReadResourceAsync("demo://resource/static/document/features.md"),
                await client.GetPromptAsync("simple-prompt"),
            },
            McpJsonUtilities.DefaultOptions);
    }

    private async Task<McpClient> ConnectAsync(IReadOnlyList<string> command) => await McpClient.CreateAsync(new StdioClientTransport(
        new StdioClientTransportOptions
        {
            Command = command[0],
            Arguments = [.. command.Skip(1)],
            WorkingDirectory = "/",
            EnvironmentVariables = _box.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal),
        }));

    private sealed class CancelAtFirstStep(CancellationTokenSource enough) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => enough.Cancel();
    }
}
