using System.Security.Cryptography;

namespace McpBox.Packages.Tests.PyPi;

public sealed class BuildTests
{
    private const string Request = """{"jsonrpc":"2.0","id":1,"method":"initialize"}""";

    [Fact]
    public void A_built_server_starts_without_its_index()
    {
        using var bench = new PyPiBench();
        var (start, files) = Built(bench);

        Assert.Contains("\"name\": \"echo\", \"version\": \"1.0\"", PyPiBench.Ask(start, files, Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_builds_have_the_same_files()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        var locked = bench.Resolve("mcp-echo");

        var first = Tree(bench.Build(locked).Files);
        Assert.Equal(first, Tree(bench.Build(locked).Files));
        Assert.Contains(first, line => line.Contains(".pyc", StringComparison.Ordinal));
        Assert.DoesNotContain(first, line => line.Contains(bench.Folder, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_wheel_under_the_same_version_is_refused()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        var locked = bench.Resolve("mcp-echo");
        var changed = Wheels.Words with { Files = new() { ["mcp_words/__init__.py"] = "NAME = 'evil'\n" } };

        index.Replace(changed.Name, changed.Bytes());
        Assert.Contains(changed.Name, Refused(bench, locked), StringComparison.Ordinal);

        index.Forget("mcp-words");
        index.Add(changed);
        Assert.StartsWith("MB6442 ", Refused(bench, locked), StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_wheel_is_built_though_it_was_yanked_since()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        var locked = bench.Resolve("mcp-echo");
        index.Forget("mcp-words");
        index.Add(Wheels.Words, new Listing { Yanked = "old", Uploaded = null });

        Assert.NotEmpty(bench.Build(locked).Start.Words);
    }

    [Fact]
    public void A_lock_is_read_as_a_list_of_hashes_and_as_nothing_else_that_pip_would_obey()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);
        var locked = bench.Resolve("mcp-echo");

        Assert.StartsWith("MB6446 ", Refused(bench, locked with { Resolution = "--index-url http://example.org\n" + locked.Resolution }), StringComparison.Ordinal);
        Assert.StartsWith("MB6446 ", Refused(bench, locked with { Resolution = "mcp-echo==1.0\n" }), StringComparison.Ordinal);
        Assert.StartsWith("MB6449 ", Refused(bench, locked with { Toolchain = "host linux-x64 glibc cpython-2.7" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_a_main_module_alone_starts()
    {
        var wheel = new WheelFile("mcp-main", "1.0") { Files = new() { ["mcp_main/__main__.py"] = "import sys\nprint('main of', __name__, sys.argv[1:])\n" } };
        using var index = new SimpleIndex().Add(wheel);
        using var bench = new PyPiBench(index);
        var (start, files) = bench.Build(bench.Resolve("mcp-main"));

        Assert.Contains("main of __main__ []", PyPiBench.Ask(start, files, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_has_no_program_and_is_refused()
    {
        using var index = new SimpleIndex().Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6447 mcp-words has no program", Refused(bench, bench.Resolve("mcp-words")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_the_spec_names_has_to_exist()
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        using var bench = new PyPiBench(index);

        Assert.StartsWith("MB6447 mcp-echo has no program nonsense", Refused(bench, bench.Resolve("mcp-echo", program: "nonsense")), StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_of_the_machine_are_not_seen_and_the_standard_library_is_not_replaced()
    {
        var wheel = new WheelFile("mcp-look", "1.0")
        {
            Files = new() { ["json.py"] = "raise SystemExit('the package replaced json')\n", ["mcp_look.py"] = "import sys, json\ndef main():\n    print([p for p in sys.path if 'dist-packages' in p], sys.argv[0].endswith('mcp-look'))\n" },
            Programs = ["mcp-look = mcp_look:main"],
        };
        using var index = new SimpleIndex().Add(wheel);
        using var bench = new PyPiBench(index);
        var (start, files) = bench.Build(bench.Resolve("mcp-look"));

        Assert.Equal("[] True\n", PyPiBench.Ask(start, files, ""));
    }

    /// <summary>The index is gone when this returns.</summary>
    private static (Building.StartCommand Start, string Files) Built(PyPiBench bench)
    {
        using var index = new SimpleIndex().Add(Wheels.Echo()).Add(Wheels.Words);
        bench.Environment["PIP_INDEX_URL"] = index.Address;
        return bench.Build(bench.Resolve("mcp-echo"));
    }

    private static string Refused(PyPiBench bench, McpBox.Packages.Locking.LockedPackage locked) => Assert.Throws<PackageException>(() => bench.Build(locked)).Message;

    private static List<string> Tree(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {File.GetUnixFileMode(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
