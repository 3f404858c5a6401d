using McpBox.Profiles;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>Node, npm and pnpm layouts.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly string _node;

    public ScriptTests() => _node = _scene.Program("nvm/v22/bin/node");

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_package_root_of_a_script_is_the_nearest_folder_with_a_package_json()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/server/package.json");
        var script = _scene.Write("home/u/work/server/dist/index.js");

        Assert.Equal([_scene.Path("home/u/work/server"), _node], Scene.Shown(_scene.Accepted(_node, script)));
    }

    [Fact]
    public void A_checkout_without_a_package_of_its_own_does_not_have_the_folders_beside_it_shown()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/private/secret");
        _scene.Folder("home/u/work/clone/.git");
        var script = _scene.Write("home/u/work/clone/src/server.js");

        Assert.Equal([script, _node], Scene.Shown(_scene.Accepted(_node, script)));

        // The boundary does not hide a package in the very folder.
        _scene.Write("home/u/work/clone/package.json");
        Assert.Equal([_scene.Path("home/u/work/clone"), _node], Scene.Shown(_scene.Accepted(_node, script)));
    }

    [Fact]
    public void A_script_that_is_the_root_of_the_disk_is_refused()
    {
        Assert.Contains("the whole disk", _scene.Refused("MB2005", _node, "/").Message);
    }

    [Fact]
    public void A_script_in_node_modules_sees_the_outermost_one_because_npm_hoists()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/node_modules/@a/server/package.json");
        var script = _scene.Write("home/u/work/node_modules/@a/server/dist/index.js");

        Assert.Equal([_scene.Path("home/u/work/node_modules"), _node], Scene.Shown(_scene.Accepted(_node, script)));
    }

    [Fact]
    public void A_script_in_a_pnpm_store_sees_the_outermost_node_modules()
    {
        var real = _scene.Write("home/u/work/node_modules/.pnpm/server@1.0.0/node_modules/server/dist/index.js");
        _scene.Write("home/u/work/node_modules/.pnpm/server@1.0.0/node_modules/server/package.json");
        _scene.Link("home/u/work/node_modules/server", ".pnpm/server@1.0.0/node_modules/server");

        var plan = _scene.Accepted(_node, _scene.Path("home/u/work/node_modules/server/dist/index.js"));
        Assert.Equal([_scene.Path("home/u/work/node_modules"), _node], Scene.Shown(plan));
        Assert.Equal([_node, real], plan.Command);
    }

    [Fact]
    public void A_pnpm_bin_is_a_shell_script_and_finds_the_callers_node()
    {
        var bin = _scene.Write("home/u/work/node_modules/.bin/server", "#!/bin/sh\nexec node \"$basedir/../server/index.js\"\n", executable: true);
        _scene.Environment["PATH"] = _scene.Path("nvm/v22/bin");

        var plan = _scene.Accepted(bin);
        Assert.Equal(["/usr/bin/sh", bin], plan.Command);
        Assert.Equal([_scene.Path("home/u/work/node_modules"), _node], Scene.Shown(plan));
        Assert.StartsWith(_scene.Path("nvm/v22/bin") + ":", plan.Environment["PATH"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_shell_script_elsewhere_brings_no_node()
    {
        var script = _scene.Write("home/u/work/server", "#!/bin/sh\nexec node x.js\n", executable: true);
        _scene.Environment["PATH"] = _scene.Path("nvm/v22/bin");

        Assert.Equal([script], Scene.Shown(_scene.Accepted(script)));
    }

    [Fact]
    public void An_npm_bin_link_is_started_as_the_file_it_leads_to_by_the_node_that_it_names()
    {
        var real = _scene.Write("home/u/.npm/lib/node_modules/server/dist/index.js", "#!/usr/bin/env node\n", executable: true);
        var bin = _scene.Link("home/u/.npm/bin/server", "../lib/node_modules/server/dist/index.js");
        _scene.Environment["PATH"] = _scene.Path("nvm/v22/bin");

        var plan = _scene.Accepted(bin, "stdio");
        Assert.Equal([_node, real, "stdio"], plan.Command);
        Assert.Equal([_scene.Path("home/u/.npm/lib/node_modules"), _node], Scene.Shown(plan));
    }

    [Fact]
    public void A_script_without_a_package_is_shown_alone()
    {
        var script = _scene.Write("home/u/server.js");
        _scene.Write("home/u/diary.txt");

        Assert.Equal([script, _node], Scene.Shown(_scene.Accepted(_node, script)));
    }

    [Fact]
    public void A_package_root_that_is_a_home_directory_is_refused_with_the_mount_to_declare()
    {
        _scene.Write("home/u/package.json");
        var script = _scene.Write("home/u/src/server.js");

        var problem = _scene.Refused("MB2005", _node, script);
        Assert.Contains("a home directory", problem.Message);
        Assert.Contains($"[[filesystem.mounts]]\nsource = \"{_scene.Path("home/u/src")}\"", problem.Hint);

        _scene.Mount(_scene.Path("home/u/src"));
        Assert.Equal([_scene.Path("home/u/src"), _node], Scene.Shown(_scene.Accepted(_node, script)));
    }

    [Fact]
    public void A_script_among_keys_is_refused_even_without_a_package()
    {
        var script = _scene.Write("home/u/.ssh/server.js");

        Assert.Contains("allow_sensitive = true", _scene.Refused("MB2005", _node, script).Hint);
        _scene.Accepted(_node, _scene.Write("home/u/ssh/server.js"));
    }

    [Fact]
    public void A_declared_mount_that_shows_the_package_already_makes_another_needless()
    {
        _scene.Write("home/u/work/package.json");
        var script = _scene.Write("home/u/work/server.js");
        _scene.Mount(_scene.Path("home/u/work"), writable: true);

        var plan = _scene.Accepted(_node, script);
        Assert.Equal([(_scene.Path("home/u/work"), true), (_node, false)], plan.Mounts.Select(mount => (mount.Source, mount.Writable)));
    }

    [Theory]
    [InlineData("SCRIPT")]
    [InlineData("--enable-source-maps", "SCRIPT")]
    [InlineData("-r", "dotenv/config", "SCRIPT")]
    [InlineData("--import", "tsx", "--conditions=dev", "SCRIPT")]
    [InlineData("--max-old-space-size=100", "--", "SCRIPT")]
    [InlineData("inspect", "SCRIPT")]
    public void Options_of_node_before_the_script_do_not_hide_it(params string[] arguments)
    {
        _scene.Write("home/u/work/package.json");
        var script = _scene.Write("home/u/work/server.js");
        var typed = arguments.Select(argument => argument == "SCRIPT" ? script : argument).ToArray();

        var plan = _scene.Accepted([_node, .. typed]);
        Assert.Contains(_scene.Path("home/u/work"), Scene.Shown(plan));
        Assert.Equal([_node, .. typed], plan.Command);
    }

    [Theory]
    [InlineData("-e", "1", "SCRIPT")]
    [InlineData("--eval", "1", "SCRIPT")]
    [InlineData("-p", "1", "SCRIPT")]
    [InlineData("-", "SCRIPT")]
    [InlineData("--require", "SCRIPT")]
    public void Where_node_takes_no_script_no_package_is_shown(params string[] arguments)
    {
        _scene.Write("home/u/work/package.json");
        var script = _scene.Write("home/u/work/server.js");

        var plan = _scene.Accepted([_node, .. arguments.Select(argument => argument == "SCRIPT" ? script : argument)]);
        Assert.Equal([_node], Scene.Shown(plan));
    }

    [Fact]
    public void Only_the_first_file_is_the_script_and_later_ones_are_its_arguments()
    {
        var script = _scene.Write("home/u/a/server.js");
        var data = _scene.Write("home/u/b/data.json");

        Assert.Equal([script, _node], Scene.Shown(_scene.Accepted(_node, script, data)));
    }

    [Fact]
    public void A_folder_or_a_name_without_its_suffix_is_a_script_for_node()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/server.js");
        _scene.CurrentDirectory = _scene.Path("home/u/work");

        Assert.Contains(_scene.Path("home/u/work"), Scene.Shown(_scene.Accepted(_node, ".")));
        Assert.Contains(_scene.Path("home/u/work"), Scene.Shown(_scene.Accepted(_node, "./server")));
    }

    [Fact]
    public void A_folder_is_no_script_for_a_shell()
    {
        Assert.Empty(_scene.Accepted("sh", _scene.Folder("home/u/work")).Mounts);
    }

    [Fact]
    public void A_folder_whose_name_PATH_cannot_hold_is_left_out_of_it()
    {
        Assert.Equal("/usr/local/bin:/usr/bin:/bin", _scene.Accepted(_scene.Program("a:b/node"), "--version").Environment["PATH"]);
    }

    [Theory]
    [InlineData("no-such.js")]
    [InlineData("--import", "x.js", "no-such.js")]
    [InlineData("--max-old-space-size=64", "no-such.js")]
    [InlineData("--", "no-such.js")]
    public void A_script_that_does_not_exist_is_refused_as_a_program_would_be(params string[] arguments)
    {
        var problem = _scene.Refused("MB2026", PlanFailureKind.NotFound, [_node, .. arguments]);
        Assert.Contains("no-such.js", problem.Message);
        Assert.Contains(_scene.CurrentDirectory, problem.Hint);
    }

    [Theory]
    [InlineData("--some-new-option", "perhaps-its-value")]
    [InlineData("-X", "perhaps-its-value")]
    [InlineData("inspect", "localhost:9229")]
    public void What_may_be_no_script_is_warned_of_only(params string[] arguments)
    {
        var result = _scene.Plan([_node, .. arguments]);
        Assert.NotNull(result.Plan);
        Assert.Contains("does not exist", Assert.Single(result.Warnings));
    }

    [Fact]
    public void What_need_not_be_a_file_is_warned_of_only()
    {
        Assert.Single(_scene.Plan("sh", "no-such").Warnings);
        Assert.Single(_scene.Plan(_scene.Program("bin/bun"), "run", "start").Warnings);
    }

    [Fact]
    public void A_script_that_only_a_mount_shows_under_its_name_is_there()
    {
        _scene.Write("home/u/work/server.js");
        _scene.Mount(_scene.Path("home/u/work"), target: "/app");
        Assert.Equal([_node, "/app/server.js"], _scene.Accepted(_node, "/app/server.js").Command);
        Assert.Empty(_scene.Plan(_node, "/app/server").Warnings);
        _scene.Profile = _scene.Profile with { Process = new ProcessSection { WorkingDirectory = "/app" } };
        Assert.Empty(_scene.Plan(_node, "server.js").Warnings);
        _scene.Refused("MB2026", PlanFailureKind.NotFound, _node, "/app/other.js");
    }

    [Fact]
    public void The_folder_of_a_mounted_interpreter_comes_first_in_PATH()
    {
        Assert.Equal(
            $"{_scene.Path("nvm/v22/bin")}:/usr/local/bin:/usr/bin:/bin", _scene.Accepted(_node, "--version").Environment["PATH"]);
        Assert.Equal("/usr/local/bin:/usr/bin:/bin", _scene.Accepted("/usr/bin/env").Environment["PATH"]);
    }

    [Fact]
    public void Modules_hoisted_above_the_package_root_are_named_in_a_warning_and_not_shown()
    {
        _scene.Write("home/u/mono/packages/server/package.json");
        var script = _scene.Write("home/u/mono/packages/server/index.js");
        Assert.Empty(_scene.Plan(_node, script).Warnings);
        _scene.Folder("home/u/mono/node_modules/dep");

        var result = _scene.Plan(_node, script);
        Assert.Contains(_scene.Path("home/u/mono/node_modules"), Assert.Single(result.Warnings));
        Assert.DoesNotContain(_scene.Path("home/u/mono/node_modules"), Scene.Shown(result.Plan!));
    }

    [Fact]
    public void A_bundled_runner_such_as_tsx_sees_both_its_own_package_and_the_scripts()
    {
        var tsx = _scene.Write("lib/node_modules/tsx/dist/cli.js", "#!/usr/bin/env node\n", executable: true);
        var bin = _scene.Link("bin/tsx", "../lib/node_modules/tsx/dist/cli.js");
        _scene.Write("home/u/work/package.json");
        var script = _scene.Write("home/u/work/server.ts");
        _scene.Environment["PATH"] = _scene.Path("nvm/v22/bin");

        var plan = _scene.Accepted(bin, script);
        Assert.Equal([_node, tsx, script], plan.Command);
        Assert.Equal([_scene.Path("home/u/work"), _scene.Path("lib/node_modules"), _node], Scene.Shown(plan));
    }

    [Fact]
    public void A_hash_bang_line_cannot_have_somebodys_project_shown()
    {
        _scene.Write("home/u/private/package.json");
        _scene.Write("home/u/private/secret");
        var runner = _scene.Write("home/u/private/run", "#!/bin/sh\n", executable: true);
        var script = _scene.Write("home/u/work/server", $"#!{runner}\n", executable: true);

        Assert.Equal([runner, script], Scene.Shown(_scene.Accepted(script)));
        Assert.Contains(_scene.Path("home/u/private"), Scene.Shown(_scene.Accepted(runner)));
    }

    [Fact]
    public void An_env_file_at_the_top_of_the_package_is_warned_of()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/.env.example");
        var script = _scene.Write("home/u/work/server.js");
        Assert.Empty(_scene.Plan(_node, script).Warnings);
        _scene.Write("home/u/work/.env");

        Assert.Contains(_scene.Path("home/u/work/.env"), Assert.Single(_scene.Plan(_node, script).Warnings));
    }
}
