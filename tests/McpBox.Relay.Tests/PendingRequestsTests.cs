using System.Text;
using McpBox.Journal;

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
    public void Long_ids_are_bounded_together()
    {
        for (var i = 0; i < PendingRequests.Capacity; i++)
        {
            _pending.Add(Encoding.UTF8.GetBytes($"\"{new string('x', 200)}{i:D6}\""));
        }

        Assert.True(_pending.Count * 200 <= PendingRequests.TokenCapacity, $"{_pending.Count} ids");
        _ = _pending.TakeAll();
        _pending.Add("\"a\""u8);
        Assert.Equal(1, _pending.Count);
    }

    [Fact]
    public void A_request_that_is_made_and_answered_again_and_again_uses_nothing_up()
    {
        var id = Encoding.UTF8.GetBytes($"\"{new string('x', 200)}\"");
        for (var i = 0; i < PendingRequests.TokenCapacity / 100; i++)
        {
            _pending.Add(id);
            _pending.Add(id);
            Assert.True(_pending.Complete(id) >= 0);
        }
    }

    /// <summary>A long's own hash is the exclusive or of its halves, the same for all of these.</summary>
    [Fact]
    public void Ids_cannot_be_chosen_to_collide()
    {
        var hashes = new HashSet<int>();
        for (var i = 1L; i <= 1000; i++)
        {
            Assert.True(RequestId.TryRead(Encoding.ASCII.GetBytes($"{(i << 32) | i}"), out var id));
            hashes.Add(id.GetHashCode());
        }

        Assert.True(hashes.Count > 990, $"{hashes.Count} hashes for 1000 ids");
    }

    [Fact]
    public void What_waits_comes_out_as_it_was_written()
    {
        _pending.Add("7"u8);
        _pending.Add("\"\\u0061\""u8);
        Assert.Equal(["7", "\"\\u0061\""], _pending.TakeAll().Select(Encoding.UTF8.GetString));
        Assert.Equal(0, _pending.Count);
    }

    [Fact]
    public void An_answer_that_was_never_recorded_leaves_its_request_waiting()
    {
        _pending.Add("1"u8);
        _pending.Add("2"u8);
        _pending.Complete("1"u8);
        _pending.Settle();
        _pending.Complete("2"u8);
        Assert.Equal(["2"], _pending.TakeAll().Select(Encoding.UTF8.GetString));
        Assert.Empty(_pending.TakeAll());
    }
}
