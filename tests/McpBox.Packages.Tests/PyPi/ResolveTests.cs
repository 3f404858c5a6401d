using System.Text;

namespace McpBox.Packages.Tests.PyPi;

public sealed class ResolveTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void A_lock_has_a_version_and_a_hash_for_every_wheel()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        var locked = bench.Resolve("mcp-echo");

        Assert.Equal("1.0", locked.Version);
        Assert.Matches(@"\Ahost linux-x64 glibc cpython-3\.\d+\z", locked.Toolchain);
        Assert.Matches(@"\Amcp-echo==1\.0 --hash=sha256:[0-9a-f]{64}\nmcp-words==2\.0 --hash=sha256:[0-9a-f]{64}\n\z", locked.Resolution);
    }

    [Fact]
    public void A_version_that_is_too_young_does_not_exist()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo("1.0")).Add(Wheels.Echo("1.1"), new Listing { Uploaded = Now.AddHours(-1) }).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.Equal("1.0", bench.Resolve("mcp-echo").Version);
        Assert.StartsWith("MB6436 mcp-echo 1.1 was uploaded", bench.Refused("mcp-echo", "1.1"), StringComparison.Ordinal);
        Assert.Equal("1.1", bench.Resolve("mcp-echo", options: PyPiBench.Cautious with { MinAge = TimeSpan.Zero }).Version);
    }

    [Fact]
    public void An_index_that_gives_no_time_is_refused_while_there_is_a_minimum_age()
    {
        using var index = new SimpleIndex { Html = true }.Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6435 ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
        Assert.Equal("1.0", bench.Resolve("mcp-echo", options: PyPiBench.Cautious with { MinAge = TimeSpan.Zero }).Version);
    }

    [Fact]
    public void A_yanked_version_is_not_chosen_unless_allowed()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo("1.0")).Add(Wheels.Echo("1.1"), new Listing { Yanked = "eats files" }).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.Equal("1.0", bench.Resolve("mcp-echo").Version);
        Assert.Contains("eats files", bench.Refused("mcp-echo", "==1.1"), StringComparison.Ordinal);
        Assert.Equal("1.1", bench.Resolve("mcp-echo", options: PyPiBench.Cautious with { AllowDeprecated = true }).Version);
    }

    [Fact]
    public void A_package_of_source_archives_alone_is_refused_by_name()
    {
        using var index = new SimpleIndex().Add("mcp-echo", "mcp_echo-1.0.tar.gz", Encoding.UTF8.GetBytes("code that setup.py would run"));
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6438 mcp-echo 1.0 has source archives only", bench.Refused("mcp-echo"), StringComparison.Ordinal);
        Assert.DoesNotContain(index.Registry.Requests, request => request.Path.EndsWith(".tar.gz", StringComparison.Ordinal));
    }

    [Fact]
    public void A_version_without_a_wheel_for_this_machine_is_refused_by_name()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo() with { Tags = "cp27-cp27m-win32" });
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6438 mcp-echo 1.0 has no wheel for cpython-3.", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wheel_without_a_hash_is_refused()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo(), new Listing { WithoutHash = true });
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6439 ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wheel_that_is_not_what_its_hash_says_is_refused()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo(), new Listing { Hash = new string('a', 64) }).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.Contains("mcp_echo-1.0-py3-none-any.whl", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wheel_with_a_file_outside_of_it_is_refused()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo() with { RawEntry = "../../escaped.py" }).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.Matches(@"\AMB634\d ", bench.Refused("mcp-echo"));
    }

    [Fact]
    public void A_file_on_another_host_is_refused_and_not_fetched()
    {
        using var elsewhere = new SimpleIndex().Add(Wheels.Echo());
        using var index = new SimpleIndex().Add(Wheels.Echo(), new Listing { Address = $"{elsewhere.Registry.Address}/packages/{Wheels.Echo().Name}" });
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6440 ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Registry.Requests);
    }

    [Fact]
    public void A_project_comes_from_the_first_index_that_has_it_whatever_others_offer()
    {
        using var inside = new SimpleIndex().Add(Wheels.Echo("1.0"));
        using var outside = new SimpleIndex().Add(Wheels.Echo("9.9")).Add(Wheels.Words);
        using var bench = new PyPiBench(inside, outside);

        Assert.Equal("1.0", bench.Resolve("mcp-echo").Version);
        Assert.DoesNotContain(outside.Registry.Requests, request => request.Path.Contains("mcp-echo", StringComparison.Ordinal));
    }

    [Fact]
    public void An_index_that_fails_is_not_passed_over()
    {
        using var inside = new SimpleIndex();
        inside.Registry.Map("/simple/mcp-echo/", _ => Hosting.LoopbackReply.Of(500));
        using var outside = new SimpleIndex().Add(Wheels.Echo("9.9")).Add(Wheels.Words);
        using var bench = new PyPiBench(inside, outside);

        Assert.Matches(@"\AMB63\d\d ", bench.Refused("mcp-echo"));
        Assert.Empty(outside.Registry.Requests);
    }

    [Fact]
    public void A_name_that_lies_in_a_folder_of_find_links_is_not_taken_from_an_index()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        bench.Environment["PIP_FIND_LINKS"] = bench.Folder;
        File.WriteAllBytes(Path.Combine(bench.Folder, Wheels.Words.Name), Wheels.Words.Bytes());

        Assert.StartsWith("MB6448 mcp-words ", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_no_index_has_is_refused_by_name()
    {
        using var index = new SimpleIndex();
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6434 there is no package mcp-echo", bench.Refused("mcp-echo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcp-echo", "@ https://example.org/x.whl")]
    [InlineData("mcp-echo", "==1.0; python_version > '3'")]
    [InlineData("--index-url=http://example.org", null)]
    [InlineData("./mcp-echo", null)]
    public void What_is_no_name_and_version_never_reaches_pip(string name, string? wanted)
    {
        using var index = new SimpleIndex();
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6432 ", bench.Refused(name, wanted), StringComparison.Ordinal);
        Assert.Empty(bench.Sandbox.Steps);
    }

    [Fact]
    public void The_newest_version_is_the_one_that_would_be_chosen()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo("1.0")).Add(Wheels.Echo("1.10")).Add(Wheels.Echo("1.9"));
        using var bench = new PyPiBench(index);

        var spec = new McpBox.Packages.Specs.PackageSpec(McpBox.Packages.Specs.Ecosystem.PyPi, "mcp-echo", null);
        Assert.Equal("1.10", bench.Ecosystem.NewestVersion(spec, PyPiBench.Cautious, default));
    }
}
