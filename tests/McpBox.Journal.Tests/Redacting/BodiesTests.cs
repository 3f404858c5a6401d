using System.Security.Cryptography;
using System.Text;
using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>The forms of bodies, and mcpbox's own events.</summary>
public sealed class BodiesTests
{
    private const string Frame = """{"id":7,"method":"tools/call","params":{"name":"x","a":[1,true,null,"caf\u00e9",{}],"token":{"b":1},"ghp_0123456789abcdefghijABCDEFGHIJ012345":-1.5}}""";

    [Fact]
    public void A_shape_keeps_structure_and_names_and_no_value()
    {
        var kept = Kept.Frame(Frame, Kept.Rules with { Bodies = JournalBodies.Shape }, "7", "\"tools/call\"", "\"x\"");
        Assert.Equal("""{"id":0,"method":"10","params":{"name":"1","a":[0,false,null,"9",{}],"token":"[redacted:key]","[redacted:github-token]":0}}""", kept.Shown);
        Assert.Equal(("shape", "7", "\"tools/call\"", "\"x\""), (kept.Form, kept.Id, kept.Method, kept.Tool));
    }

    [Fact]
    public void None_keeps_no_body_and_the_rest()
    {
        var kept = Kept.Frame(Frame, Kept.Rules with { Bodies = JournalBodies.None }, "7", "\"tools/call\"");
        Assert.Equal(("null", "none", "7", "\"tools/call\""), (kept.Body, kept.Form, kept.Id, kept.Method));
    }

    [Theory]
    [InlineData(JournalBodies.Shape)]
    [InlineData(JournalBodies.None)]
    public void A_line_of_text_keeps_nothing_but_its_size(JournalBodies bodies)
    {
        var kept = Kept.Text("hello", Kept.Rules with { Bodies = bodies });
        Assert.Equal("", kept.Body);
        Assert.Contains("\"bytes\":5,", kept.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalBodies.Redacted)]
    [InlineData(JournalBodies.Shape)]
    [InlineData(JournalBodies.None)]
    public void A_body_that_is_not_verbatim_has_the_frames_keyed_hash(JournalBodies bodies) =>
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Kept.HashKey, Encoding.UTF8.GetBytes(Frame))), Kept.Frame(Frame, Kept.Rules with { Bodies = bodies }).Hash);

    [Fact]
    public void A_verbatim_body_has_no_field_of_redaction()
    {
        var line = Kept.Frame("""{"id":1}""").Line;
        Assert.DoesNotContain("hmac", line, StringComparison.Ordinal);
        Assert.DoesNotContain("redacted", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_keeps_secrets() =>
        Assert.Equal("""{"password":"x"}""", Kept.Frame("""{"password":"x"}""", Kept.Rules with { Bodies = JournalBodies.Full, Secrets = ["xxxxxx"] }).Body);

    [Fact]
    public void The_number_of_markers_stands_right_before_the_body() =>
        Assert.Contains(",\"redacted\":1,\"frame\":{\"password\"", Kept.Frame("""{"password":"x"}""").Line, StringComparison.Ordinal);

    [Fact]
    public void The_manifest_keeps_names_and_sources_of_variables_and_no_values() => Assert.Equal(
        """{"argv":["x","--token","[redacted:key]"],"plan_sha256":"ab","plan":{"environment":{"API_TOKEN":{"source":"pass"},"DB_PASSWORD":{"source":"image","value":"[redacted:key]"},"PATH":{"source":"fixed","value":"/bin"}}}}""",
        Kept.Event("""{"argv":["x","--token","abc"],"plan_sha256":"ab","plan":{"environment":{"API_TOKEN":{"source":"pass"},"DB_PASSWORD":{"source":"image","value":"x"},"PATH":{"source":"fixed","value":"/bin"}}}}""").Shown);

    [Theory]
    [InlineData(JournalBodies.Shape)]
    [InlineData(JournalBodies.None)]
    public void Events_keep_their_data_in_every_form(JournalBodies bodies) =>
        Assert.Equal("""{"argv":["x"]}""", Kept.Event("""{"argv":["x"]}""", Kept.Rules with { Bodies = bodies }).Body);
}
