using System.Text;
using McpBox.Journal;

namespace McpBox.Relay.Tests;

public sealed class OversizeScanTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{"content":"a"}}""", FrameKind.Response, "7", "")]
    [InlineData("""{"result":{"id":1,"x":["}",{"id":2}]},"jsonrpc":"2.0","id":"a\"b"}""", FrameKind.Response, "\"a\\\"b\"", "")]
    [InlineData("""{"method":"tools/call","params":{"a":"\\\\","b":"\"}"},"jsonrpc":"2.0","id":2}""", FrameKind.Request, "2", "\"tools/call\"")]
    [InlineData("""{ "id" : 8 , "params" : {} , "method" : "m" }""", FrameKind.Request, "8", "\"m\"")]
    [InlineData("""{"method":"m","params":{"id":5}}""", FrameKind.Notification, "", "\"m\"")]
    [InlineData("""{"result":{"content":"a"}}""", FrameKind.Invalid, "", "")]
    [InlineData("""[{"id":1,"method":"m"}]""", FrameKind.Invalid, "", "")]
    [InlineData("""{"id":{"id":1},"method":"m"}""", FrameKind.Notification, "", "\"m\"")]
    [InlineData("""{"id":1 2,"method":"m"}""", FrameKind.Notification, "", "\"m\"")]
    [InlineData("""{"id":1"x"2,"result":0}""", FrameKind.Invalid, "", "")]
    [InlineData("""}]{"id":1,"result":0}""", FrameKind.Invalid, "", "")]
    [InlineData("garbage", FrameKind.Invalid, "", "")]
    public void Id_and_method_are_found_wherever_they_stand_and_however_the_frame_is_cut(string frame, FrameKind kind, string id, string method)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var scan = new OversizeScan();
            foreach (var piece in bytes.Chunk(size))
            {
                scan.Append(piece);
            }

            Assert.Equal((kind, id, method), (scan.Kind, Encoding.UTF8.GetString(scan.Id), Encoding.UTF8.GetString(scan.Method)));
        }
    }

    [Fact]
    public void An_id_that_is_too_long_is_none()
    {
        var scan = new OversizeScan();
        scan.Append(Encoding.UTF8.GetBytes($"{{\"id\":\"{new string('x', RequestId.MaxBytes)}\",\"method\":\"m\"}}"));
        Assert.Empty(scan.Id);
        Assert.Equal(FrameKind.Notification, scan.Kind);
    }
}
