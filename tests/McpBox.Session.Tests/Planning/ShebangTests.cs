using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class ShebangTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("#!/bin/sh\n", "/bin/sh")]
    [InlineData("#! /bin/sh -e \n", "/bin/sh", "-e")]
    [InlineData("#!/usr/bin/perl -w -T\n", "/usr/bin/perl", "-w -T")]
    [InlineData("#!/usr/bin/env node\n", "node")]
    [InlineData("#!/usr/bin/env\tnode\n", "node")]
    [InlineData("#!/usr/bin/env -S node --no-warnings --import tsx\n", "node", "--no-warnings", "--import", "tsx")]
    [InlineData("#!/usr/bin/env -Snode\n", "node")]
    [InlineData("#!/bin/sh", "/bin/sh")]
    [InlineData("#!/bin/sh\n'''exec' /a/long/venv/bin/python \"$0\" \"$@\"\n' '''\n", "/a/long/venv/bin/python")]
    [InlineData("#!/bin/sh\n'''exec' \"/a b/venv/bin/python\" \"$0\" \"$@\"\n' '''\n", "/a b/venv/bin/python")]
    public void A_line_is_read_as_the_kernel_and_env_read_it(string head, string interpreter, params string[] arguments)
    {
        var script = Assert.IsType<ProgramHead.Script>(Shebang.Parse(head));
        Assert.Equal(interpreter, script.Interpreter);
        Assert.Equal(arguments, script.Arguments);
    }

    [Theory]
    [InlineData("#!\n")]
    [InlineData("#!/usr/bin/env\n")]
    [InlineData("#!/usr/bin/env -i node\n")]
    [InlineData("#!/usr/bin/env node --flag\n")]
    [InlineData("#!/usr/bin/env A=1 node\n")]
    [InlineData("#!/usr/bin/env -S A=1 node\n")]
    [InlineData("#!/usr/bin/env -S node '--title=a b'\n")]
    [InlineData("#!/usr/bin/env -S ${HOME}/node\n")]
    [InlineData("#!/usr/bin/env node\r\n")]
    public void A_line_that_would_not_start_the_script_or_is_not_understood_is_refused(string head)
    {
        Assert.NotEqual("", Assert.IsType<ProgramHead.Unknown>(Shebang.Parse(head)).Why);
    }

    [Fact]
    public void A_line_longer_than_the_kernel_reads_is_refused()
    {
        Assert.IsType<ProgramHead.Unknown>(Shebang.Parse($"#!/{new string('a', 253)}\n"));
        Assert.IsType<ProgramHead.Script>(Shebang.Parse($"#!/{new string('a', 252)}\n"));
    }

    [Fact]
    public void A_script_is_started_by_its_interpreters_own_path_with_the_lines_arguments()
    {
        var node = _scene.Program("nvm/bin/node");
        var script = _scene.Write("tools/server", "#!/usr/bin/env -S node --no-warnings\n", executable: true);
        _scene.Environment["PATH"] = _scene.Path("nvm/bin");

        Assert.Equal([node, "--no-warnings", script, "a", "b"], _scene.Accepted(script, "a", "b").Command);
    }

    [Fact]
    public void The_first_argument_of_a_script_is_not_taken_for_a_script()
    {
        var script = _scene.Write("tools/server", "#!/bin/sh\n", executable: true);
        var other = _scene.Write("home/u/other.sh");

        Assert.Equal([script], Scene.Shown(_scene.Accepted(script, other)));
    }

    [Fact]
    public void An_interpreter_that_is_a_script_itself_is_followed()
    {
        var inner = _scene.Write("tools/inner", "#!/bin/sh\n", executable: true);
        var outer = _scene.Write("tools/outer", $"#!{inner}\n", executable: true);

        var plan = _scene.Accepted(outer);
        Assert.Equal(["/usr/bin/sh", inner, outer], plan.Command);
        Assert.Equal([inner, outer], Scene.Shown(plan));
    }

    [Fact]
    public void A_chain_of_scripts_without_end_is_refused()
    {
        var script = _scene.Write("tools/self", $"#!{_scene.Path("tools/self")}\n", executable: true);

        _scene.Refused("MB2004", PlanFailureKind.CannotExecute, script);
    }

    [Fact]
    public void A_missing_interpreter_is_named_with_the_script_that_asks_for_it()
    {
        var script = _scene.Write("tools/server", "#!/usr/bin/env no-such-interpreter\n", executable: true);

        var problem = _scene.Refused("MB2001", PlanFailureKind.NotFound, script);
        Assert.Contains("no-such-interpreter", problem.Message);
        Assert.Contains(script, problem.Message);
    }
}
