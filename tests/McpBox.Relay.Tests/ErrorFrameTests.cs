using System.Text.Json;

namespace McpBox.Relay.Tests;

public sealed class ErrorFrameTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("\"a\\u0062\"")]
    [InlineData("1e3")]
    public void The_id_comes_back_as_it_was_written(string id)
    {
        var frame = ErrorFrame.Build(System.Text.Encoding.UTF8.GetBytes(id), "MB3001", "why", "line 1\nline 2");
        using var json = JsonDocument.Parse(frame);
        Assert.Equal(id, json.RootElement.GetProperty("id").GetRawText());
        Assert.Equal("MB3001", json.RootElement.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(frame.Length - 1, frame.AsSpan().IndexOf((byte)'\n'));
    }

    [Fact]
    public void Without_an_id_it_is_null()
    {
        using var json = JsonDocument.Parse(ErrorFrame.Build([], "MB3002", "why", null));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("id").ValueKind);
    }
}
