using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class ProgramSearchTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_bare_name_is_found_without_any_PATH()
    {
        Assert.Equal("/usr/bin/env", _scene.Accepted("env").Command[0]);
    }

    [Fact]
    public void A_bare_name_is_looked_for_in_the_callers_PATH_first()
    {
        var env = _scene.Program("tools/env");
        _scene.Environment["PATH"] = _scene.Path("tools");

        Assert.Equal(env, _scene.Accepted("env").Command[0]);
    }

    [Fact]
    public void An_empty_or_relative_entry_of_PATH_finds_nothing_in_the_current_directory()
    {
        _scene.Program("home/u/server");
        _scene.Environment["PATH"] = ":.:";

        _scene.Refused("MB2001", PlanFailureKind.NotFound, "server");
        Assert.Equal(_scene.Path("home/u/server"), _scene.Accepted("./server").Command[0]);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_not_found()
    {
        _scene.Refused("MB2001", PlanFailureKind.NotFound, "no-such-program-anywhere");
        _scene.Refused("MB2001", PlanFailureKind.NotFound, "/no/such/program");
    }

    [Fact]
    public void A_file_without_an_executable_bit_cannot_be_executed()
    {
        var path = _scene.Write("tools/server", "#!/bin/sh\n");

        _scene.Refused("MB2002", PlanFailureKind.CannotExecute, path);
        _scene.Write("tools/server", "#!/bin/sh\n", executable: true);
        _scene.Accepted(path);
    }

    [Fact]
    public void A_folder_cannot_be_executed()
    {
        Assert.Contains("is a folder", _scene.Refused("MB2002", PlanFailureKind.CannotExecute, _scene.Folder("tools")).Message);
    }

    [Fact]
    public void An_executable_file_that_is_neither_program_nor_script_cannot_be_executed()
    {
        _scene.Refused("MB2004", PlanFailureKind.CannotExecute, _scene.Write("tools/server", "echo hello\n", executable: true));
    }

    [Fact]
    public void A_dot_dot_after_a_link_is_the_links_parent_as_for_the_kernel()
    {
        var program = _scene.Program("deep/x/server");
        _scene.Folder("deep/x/y");
        _scene.Link("home/u/y", _scene.Path("deep/x/y"));

        Assert.Equal(program, _scene.Accepted("y/../server").Command[0]);
    }

    [Fact]
    public void A_tilde_in_a_program_is_the_home_directory()
    {
        Assert.Equal(_scene.Program("home/u/tools/server"), _scene.Accepted("~/tools/server").Command[0]);
    }

    [Fact]
    public void A_program_outside_the_toolchain_is_shown_as_one_file_and_nothing_beside_it()
    {
        var program = _scene.Program("home/u/.nvm/versions/node/v22/bin/node");
        _scene.Write("home/u/.nvm/versions/node/v22/bin/other");

        var mount = Assert.Single(_scene.Accepted(program, "--version").Mounts);
        Assert.Equal((program, program, false), (mount.Source, mount.Target, mount.Writable));
    }

    [Fact]
    public void A_program_of_the_toolchain_needs_no_mount()
    {
        Assert.Empty(_scene.Accepted("/usr/bin/env").Mounts);
    }

    [Fact]
    public void A_link_to_a_program_is_started_by_the_programs_own_path()
    {
        var program = _scene.Program("opt/tool/server-1.2");
        var link = _scene.Link("tools/server", program);

        var plan = _scene.Accepted(link);
        Assert.Equal(program, plan.Command[0]);
        Assert.Equal([program], Scene.Shown(plan));
    }

    [Fact]
    public void A_link_within_the_toolchain_keeps_its_name_because_some_programs_go_by_it()
    {
        Assert.Equal("/usr/bin/sh", _scene.Accepted("/usr/bin/sh").Command[0]);
    }

    [Fact]
    public void A_link_that_leads_out_of_the_toolchain_needs_what_it_leads_to()
    {
        // /usr itself is not the test's to change: /proc/self/root/usr is another name for it, a folder with a link stands for the rest.
        var program = _scene.Program("elsewhere/server");
        Assert.False(Toolchain.Contains(program));
        Assert.False(Links.StayInToolchain(_scene.Link("tools/server", program)));
        Assert.True(Links.StayInToolchain("/usr/bin/sh"));
    }

    [Theory]
    [InlineData("home/u/.pyenv/shims", "pyenv which python3")]
    [InlineData("home/u/.asdf/shims", "asdf which python3")]
    [InlineData("home/u/.rbenv/shims", "rbenv which python3")]
    [InlineData("home/u/.local/share/mise/shims", "mise which python3")]
    [InlineData("home/u/.volta/bin", "volta which python3")]
    [InlineData("moved/root/shims", "command -v python3")]
    public void A_version_managers_shim_is_refused_with_the_command_that_finds_the_real_one(string folder, string hint)
    {
        var shim = _scene.Write($"{folder}/python3", "#!/usr/bin/env bash\n", executable: true);

        Assert.Contains(hint, _scene.Refused("MB2003", PlanFailureKind.CannotExecute, shim).Hint);
    }

    [Fact]
    public void The_search_for_a_bare_name_goes_on_past_a_shim_and_says_so()
    {
        _scene.Write("home/u/.pyenv/shims/server", "#!/usr/bin/env bash\n", executable: true);
        var real = _scene.Program("tools/server");
        _scene.Environment["PATH"] = $"{_scene.Path("home/u/.pyenv/shims")}:{_scene.Path("tools")}";

        var result = _scene.Plan("server");
        Assert.Equal(real, result.Plan?.Command[0]);
        Assert.Contains("pyenv which server", Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_bare_name_that_only_a_shim_has_is_refused()
    {
        _scene.Write("home/u/.pyenv/shims/only-a-shim", "#!/usr/bin/env bash\n", executable: true);
        _scene.Environment["PATH"] = _scene.Path("home/u/.pyenv/shims");

        _scene.Refused("MB2003", PlanFailureKind.CannotExecute, "only-a-shim");
    }

    [Fact]
    public void A_link_to_a_shim_is_a_shim()
    {
        var shim = _scene.Write("home/u/.pyenv/shims/python3", "#!/usr/bin/env bash\n", executable: true);

        _scene.Refused("MB2003", PlanFailureKind.CannotExecute, _scene.Link("tools/py", shim));
    }

    [Fact]
    public void No_program_or_a_NUL_character_is_refused()
    {
        _scene.Refused("MB2007");
        _scene.Refused("MB2007", "");
        _scene.Refused("MB2007", "env", "a\0b");
    }

    [Fact]
    public void An_ad_hoc_server_is_called_after_its_program_in_letters_that_file_names_take()
    {
        Assert.Equal("my-server-", _scene.Accepted(_scene.Program("tools/my server!")).Name);
    }

    [Fact]
    public void A_program_that_only_downloads_is_warned_of()
    {
        var npx = _scene.Program("tools/npx");

        Assert.Contains("no network", Assert.Single(_scene.Plan(npx, "-y", "x").Warnings));
        Assert.Empty(_scene.Plan(_scene.Program("tools/server"), "-y", "x").Warnings);
    }
}
