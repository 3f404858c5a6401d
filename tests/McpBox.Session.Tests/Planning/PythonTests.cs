namespace McpBox.Session.Tests.Planning;

/// <summary>Installations and virtual environments as pyenv, venv and uv lay them out.</summary>
public sealed class PythonTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_python_outside_usr_sees_its_own_installation()
    {
        var python = Installation("home/u/.pyenv/versions/3.12.1");

        var plan = _scene.Accepted(_scene.Path("home/u/.pyenv/versions/3.12.1/bin/python3"), "-c", "1");
        Assert.Equal(python, plan.Command[0]);
        Assert.Equal([_scene.Path("home/u/.pyenv/versions/3.12.1")], Scene.Shown(plan));
    }

    [Fact]
    public void A_virtual_environment_is_started_by_its_own_name_and_sees_itself_and_its_base()
    {
        Installation("pyenv/versions/3.12.1");
        Environment("home/u/work/.venv", "pyenv/versions/3.12.1");

        var plan = _scene.Accepted(_scene.Path("home/u/work/.venv/bin/python"), "-m", "server");
        Assert.Equal(_scene.Path("home/u/work/.venv/bin/python"), plan.Command[0]);
        Assert.Equal([_scene.Path("home/u/work/.venv"), _scene.Path("pyenv/versions/3.12.1")], Scene.Shown(plan));
        Assert.StartsWith(_scene.Path("home/u/work/.venv/bin") + ":", plan.Environment["PATH"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_virtual_environment_on_the_systems_python_sees_only_itself()
    {
        _scene.Write("home/u/work/.venv/pyvenv.cfg", "home = /usr/bin\n");
        var python = _scene.Link("home/u/work/.venv/bin/python", "/usr/bin/env");

        var plan = _scene.Accepted(python);
        Assert.Equal(python, plan.Command[0]);
        Assert.Equal([_scene.Path("home/u/work/.venv")], Scene.Shown(plan));
    }

    [Fact]
    public void A_console_script_of_a_virtual_environment_runs_on_its_python()
    {
        Installation("pyenv/versions/3.12.1");
        Environment("home/u/tools/server", "pyenv/versions/3.12.1");
        var script = _scene.Write("home/u/tools/server/bin/mcp-server", $"#!{_scene.Path("home/u/tools/server/bin/python")}\n", executable: true);
        var link = _scene.Link("home/u/.local/bin/mcp-server", script);

        var plan = _scene.Accepted(link, "--verbose");
        Assert.Equal([_scene.Path("home/u/tools/server/bin/python"), script, "--verbose"], plan.Command);
        Assert.Equal([_scene.Path("home/u/tools/server"), _scene.Path("pyenv/versions/3.12.1")], Scene.Shown(plan));
    }

    [Fact]
    public void A_base_that_is_reached_through_a_linked_folder_stands_under_both_names()
    {
        // uv: cpython-3.12-linux -> cpython-3.12.7-linux, and pyvenv.cfg and bin/python name the former.
        Installation("uv/cpython-3.12.7-linux");
        _scene.Link("uv/cpython-3.12-linux", "cpython-3.12.7-linux");
        Environment("home/u/work/.venv", "uv/cpython-3.12-linux");

        var plan = _scene.Accepted(_scene.Path("home/u/work/.venv/bin/python"));
        var real = _scene.Path("uv/cpython-3.12.7-linux");
        Assert.Equal(
            [(real, _scene.Path("uv/cpython-3.12-linux")), (real, real)],
            plan.Mounts.Where(mount => mount.Source == real).Select(mount => (mount.Source, mount.Target)));
    }

    [Theory]
    [InlineData("version = 3.12\n")]
    [InlineData("home = /no/such/folder\n")]
    [InlineData("home = relative\n")]
    public void A_virtual_environment_without_a_base_is_refused(string configuration)
    {
        _scene.Write("home/u/work/.venv/pyvenv.cfg", configuration);
        var python = _scene.Link("home/u/work/.venv/bin/python", "/usr/bin/env");

        _scene.Refused("MB2006", python);
        _scene.Write("home/u/work/.venv/pyvenv.cfg", "HOME=/usr/bin\n");
        _scene.Accepted(python);
    }

    [Fact]
    public void A_virtual_environment_cannot_have_a_folder_shown_that_is_no_python_installation()
    {
        _scene.Folder("home/u/private/src");
        _scene.Write("home/u/clone/.venv/pyvenv.cfg", $"home = {_scene.Path("home/u/private/src")}\n");
        var python = _scene.Link("home/u/clone/.venv/bin/python", "/usr/bin/env");

        Assert.Contains(_scene.Path("home/u/private"), _scene.Refused("MB2006", python).Message);

        // Nor one that is an environment, and so perhaps a project, itself.
        _scene.Folder("home/u/private/lib/python3.12");
        _scene.Write("home/u/private/pyvenv.cfg", "home = /usr/bin\n");
        _scene.Refused("MB2006", python);

        File.Delete(_scene.Path("home/u/private/pyvenv.cfg"));
        _scene.Accepted(python);
    }

    [Fact]
    public void A_python_cannot_be_linked_through_a_folder_that_is_no_python_installation()
    {
        _scene.Write("home/u/clone/.venv/pyvenv.cfg", "home = /usr/bin\n");
        _scene.Program("home/u/private/target/app");

        _scene.Refused("MB2006", _scene.Link("home/u/clone/.venv/bin/python", _scene.Path("home/u/private/target/app")));
    }

    [Fact]
    public void A_pipe_in_place_of_a_virtual_environments_configuration_is_refused_and_not_waited_for()
    {
        _scene.Folder("home/u/clone/.venv");
        _scene.Fifo("home/u/clone/.venv/pyvenv.cfg");

        _scene.Refused("MB2006", _scene.Link("home/u/clone/.venv/bin/python", "/usr/bin/env"));
    }

    [Fact]
    public void A_virtual_environment_whose_root_is_the_home_directory_is_refused()
    {
        _scene.Write("home/u/pyvenv.cfg", "home = /usr/bin\n");

        Assert.Contains("a home directory", _scene.Refused("MB2005", _scene.Link("home/u/bin/python", "/usr/bin/env")).Message);
    }

    [Theory]
    [InlineData("SCRIPT")]
    [InlineData("-u", "SCRIPT")]
    [InlineData("-W", "ignore", "SCRIPT")]
    [InlineData("-Wignore", "-X", "utf8", "SCRIPT")]
    [InlineData("-IuX", "utf8", "SCRIPT")]
    [InlineData("--check-hash-based-pycs", "always", "SCRIPT")]
    public void Options_of_python_before_the_script_do_not_hide_it(params string[] arguments)
    {
        Assert.Contains(_scene.Path("home/u/work"), Scene.Shown(WithScript(arguments)));
    }

    [Theory]
    [InlineData("-c", "1", "SCRIPT")]
    [InlineData("-uc", "1", "SCRIPT")]
    [InlineData("-m", "http.server", "SCRIPT")]
    [InlineData("-Im", "http.server", "SCRIPT")]
    [InlineData("-", "SCRIPT")]
    public void Where_python_takes_no_script_no_package_is_shown(params string[] arguments)
    {
        Assert.DoesNotContain(_scene.Path("home/u/work"), Scene.Shown(WithScript(arguments)));
    }

    [Theory]
    [InlineData("-m", "server")]
    [InlineData("-mserver")]
    [InlineData("-m", "server.main")]
    public void A_module_of_the_current_directory_brings_its_package_and_keeps_the_directory(params string[] arguments)
    {
        Installation("python");
        _scene.Write("home/u/work/pyproject.toml");
        _scene.Write("home/u/work/server/__init__.py");
        _scene.CurrentDirectory = _scene.Path("home/u/work");

        var plan = _scene.Accepted([_scene.Path("python/bin/python3"), .. arguments]);
        Assert.Contains(_scene.Path("home/u/work"), Scene.Shown(plan));
        Assert.Equal(_scene.Path("home/u/work"), plan.WorkingDirectory);
        Assert.Equal(arguments, plan.Command.Skip(1));
    }

    private Sandbox.SandboxPlan WithScript(string[] arguments)
    {
        Installation("python");
        _scene.Write("home/u/work/pyproject.toml");
        var script = _scene.Write("home/u/work/server.py");
        return _scene.Accepted([_scene.Path("python/bin/python3"), .. arguments.Select(argument => argument == "SCRIPT" ? script : argument)]);
    }

    private string Installation(string prefix)
    {
        _scene.Folder($"{prefix}/lib/python3.12");
        _scene.Link($"{prefix}/bin/python3", "python3.12");
        _scene.Link($"{prefix}/bin/python", "python3");
        return _scene.Program($"{prefix}/bin/python3.12");
    }

    private void Environment(string root, string prefix)
    {
        _scene.Write($"{root}/pyvenv.cfg", $"home = {_scene.Path(prefix)}/bin\ninclude-system-site-packages = false\n");
        _scene.Link($"{root}/bin/python", _scene.Path($"{prefix}/bin/python3"));
    }
}
