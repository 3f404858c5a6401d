using System.Text.Json.Nodes;
using McpBox.Packages.PyPi;

namespace McpBox.Packages.Tests.PyPi;

/// <summary>What an image says of its Python decides neither which hosts are asked nor in which order, and cannot break what asks it.</summary>
public sealed class ImageWordTests
{
    [Fact]
    public void An_image_does_not_say_which_index_is_asked()
    {
        using var attacker = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench();
        bench.Image = Saying("index", attacker.Address.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.StartsWith("MB6431 pip's configuration names no index", bench.Refused("mcp-echo"), StringComparison.Ordinal);
        Assert.Empty(attacker.Registry.Requests);
    }

    [Fact]
    public void An_index_beside_the_default_one_does_not_lift_it()
    {
        using var extra = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench();
        bench.Environment["PIP_EXTRA_INDEX_URL"] = extra.Address;
        bench.Image = Saying("index", "https://attacker.example/simple");

        Assert.StartsWith("MB6431 ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_index_of_the_users_an_image_is_good_enough()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        bench.Image = Saying("index", "https://attacker.example/simple");

        var locked = bench.Resolve("mcp-echo");
        Assert.StartsWith("image sha256:00 linux-x64 cpython-3.", locked.Toolchain, StringComparison.Ordinal);
        Assert.NotEmpty(bench.Build(locked).Start.Words);
    }

    [Fact]
    public void An_image_does_not_put_the_users_own_index_behind_another()
    {
        using var inside = new SimpleIndex().Add(Wheels.Echo("1.0")).Add(Wheels.Words);
        using var outside = new SimpleIndex().Add(Wheels.Echo("9.9")).Add(Wheels.Words);
        using var bench = new PyPiBench(inside, outside);
        bench.Image = Saying("index", inside.Address);

        Assert.Equal("1.0", bench.Resolve("mcp-echo").Version);
        Assert.Empty(outside.Registry.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"path":1}""")]
    [InlineData("""{"path":null,"label":"cpython-3.11","index":"https://i.example","storage":"s.example","tags":[]}""")]
    [InlineData("""{"path":"/usr/bin/python3","label":"cpython-3.11","index":"https://i.example","storage":"s.example","tags":[null]}""")]
    [InlineData("""{"path":"python3","label":"cpython-3.11","index":"https://i.example","storage":"s.example","tags":[]}""")]
    [InlineData("""{"path":"/usr/bin/python3","label":"cpython-3.11\nx","index":"https://i.example","storage":"s.example","tags":[]}""")]
    public void A_Python_that_answers_something_else_is_refused_by_name(string answer)
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index) { Image = new LyingSandbox(_ => answer) };

        Assert.StartsWith("MB6433 ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("machine index.example login ada password secret")]
    [InlineData("default login ada password secret")]
    public void A_login_of_netrc_goes_to_an_index_that_the_user_wrote_down_and_to_no_other(string netrc)
    {
        using var folder = new BenchFolder();
        var file = Path.Combine(folder.Path, "netrc");
        File.WriteAllText(file, netrc);
        var config = PipConfig.Read(new Dictionary<string, string> { ["PIP_CONFIG_FILE"] = "/dev/null", ["NETRC"] = file }, null);

        Assert.NotNull(config.Connect("https://index.example/simple", "index-url", ofUser: true).Credential);
        Assert.Null(config.Connect("https://index.example/simple", "pip's own default index", ofUser: false).Credential);
    }

    private static LyingSandbox Saying(string name, string value) => new(truth =>
    {
        var answer = JsonNode.Parse(truth)!;
        answer[name] = value;
        return answer.ToJsonString();
    });
}
