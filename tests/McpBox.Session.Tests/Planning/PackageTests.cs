using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class PackageTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly string _files;
    private readonly string _script;

    public PackageTests()
    {
        _scene.Program("bin/node");
        _scene.Environment["PATH"] = _scene.Path("bin");
        _script = _scene.Write("home/u/.local/share/mcpbox/packages/0123/files/node_modules/@scope/pkg/index.js");
        _files = _scene.Path("home/u/.local/share/mcpbox/packages/0123/files");
        _scene.Write("home/u/.local/share/mcpbox/packages/4567/files/other.js");
        Package();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Of_the_store_a_server_sees_its_own_package_alone_and_read_only()
    {
        var plan = _scene.Accepted("node", _script, "--flag");
        var mount = Assert.Single(plan.Mounts, mount => mount.Source.Contains("/mcpbox/", StringComparison.Ordinal));
        Assert.Equal((_files, _files, false, "package npm:@scope/pkg 1.2.3"), (mount.Source, mount.Target, mount.Writable, mount.Reason));
        Assert.Equal([_script, "--flag"], plan.Command[1..]);
    }

    [Fact]
    public void Without_a_package_of_its_own_the_store_stays_closed()
    {
        _scene.Package = null;
        _scene.Refused("MB2005", "node", _script);
        _scene.Mount(_files);
        Assert.Contains(_scene.Plan("node", _script).Problems, problem => problem.Code == "MB2013");
    }

    [Fact]
    public void What_a_package_needs_in_its_environment_is_in_the_plan_and_the_profile_stands_above_it()
    {
        Package(("PYTHONPATH", "/files"), ("MODE", "package"));
        _scene.Profile = _scene.Profile with { Environment = new() { Set = ImmutableSortedDictionary<string, string>.Empty.Add("MODE", "profile") } };
        var plan = _scene.Accepted("node", _script);
        Assert.Equal(("/files", EnvironmentSource.Fixed), (plan.Environment["PYTHONPATH"], plan.EnvironmentSources["PYTHONPATH"]));
        Assert.Equal(("profile", EnvironmentSource.Set), (plan.Environment["MODE"], plan.EnvironmentSources["MODE"]));
    }

    [Theory]
    [InlineData("LD_PRELOAD", "MB1109")]
    [InlineData("GLIBC_TUNABLES", "MB1109")]
    [InlineData("MCPBOX_X", "MB1109")]
    [InlineData("PATH", "MB1109")]
    [InlineData("HOME", "MB1109")]
    [InlineData("TMPDIR", "MB1109")]
    [InlineData("1X", "MB1108")]
    public void A_package_may_not_set_what_a_profile_may_not_or_the_sandboxs_own_folders(string name, string code)
    {
        Package((name, "/files/x"));
        _scene.Refused(code, "node", _script);
    }

    [Fact]
    public void What_pip_and_dotnet_packages_always_set_is_no_fault()
    {
        Package(("PYTHONDONTWRITEBYTECODE", "1"), ("PYTHONNOUSERSITE", "1"), ("PYTHONPATH", "/files/site"), ("DOTNET_NOLOGO", "1"));
        Assert.Equal("/files/site", _scene.Accepted("node", _script).Environment["PYTHONPATH"]);
    }

    [Fact]
    public void A_mount_that_would_change_the_packages_files_is_refused()
    {
        _scene.Mount(_scene.Folder("home/u/project"), $"{_files}/node_modules/@scope");
        _scene.Refused("MB2015", "node", _script);
    }

    [Fact]
    public void A_store_that_a_writable_mount_contains_is_refused()
    {
        _scene.Mount(_scene.Path("home/u/.local"), writable: true, allowSensitive: true);
        Assert.Contains(_scene.Plan("node", _script).Problems, problem => problem.Code == "MB2014");
    }

    [Fact]
    public void Files_that_a_link_leads_to_are_refused()
    {
        Directory.Move(_files, _scene.Path("elsewhere"));
        _scene.Link("home/u/.local/share/mcpbox/packages/0123/files", _scene.Path("elsewhere"));
        _scene.Refused("MB2027", "node", _script);
    }

    private void Package(params (string Name, string Value)[] environment) => _scene.Package = new PackageFiles(
        _files, "npm:@scope/pkg 1.2.3", environment.ToImmutableSortedDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal));
}
