using System.Text;

namespace McpBox.Relay.Tests;

public sealed class PendingRequestsTests
{
    private readonly PendingRequests _pending = new(TimeProvider.System);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("\"a\"", "\"\\u0061\"")]
    [InlineData("1.5", "1.5")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void An_answer_finds_its_request(string request, string response)
    {
        _pending.Add(Encoding.UTF8.GetBytes(request));
        Assert.True(_pending.Complete(Encoding.UTF8.GetBytes(response)) >= 0);
        Assert.Equal(0, _pending.Count);
    }

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "2")]
    [InlineData("\"a\"", "\"A\"")]
    public void Other_answers_do_not(string request, string response)
    {
        _pending.Add(Encoding.UTF8.GetBytes(request));
        Assert.Equal(-1, _pending.Complete(Encoding.UTF8.GetBytes(response)));
        Assert.Equal(1, _pending.Count);
    }

    [Fact]
    public void Ids_that_are_null_or_huge_are_not_kept()
    {
        _pending.Add("null"u8);
        _pending.Add(Encoding.UTF8.GetBytes($"\"{new string('x', 10_000)}\""));
        Assert.Equal(0, _pending.Count);
    }

    [Fact]
    public void The_table_is_bounded()
    {
        for (var i = 0; i < PendingRequests.Capacity + 100; i++)
        {
            _pending.Add(Encoding.UTF8.GetBytes($"{i}"));
        }

        Assert.Equal(PendingRequests.Capacity, _pending.Count);
    }

    [Fact]
    public void What_waits_comes_out_as_it_was_written()
    {
        _pending.Add("7"u8);
        _pending.Add("\"\\u0061\""u8);
        Assert.Equal(["7", "\"\\u0061\""], _pending.TakeAll().Select(Encoding.UTF8.GetString));
        Assert.Equal(0, _pending.Count);
    }
}
