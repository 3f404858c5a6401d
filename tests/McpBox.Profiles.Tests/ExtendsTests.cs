namespace McpBox.Profiles.Tests;

public sealed class ExtendsTests : IDisposable
{
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Scalars_override_lists_append_and_tables_merge()
    {
        _folders.WithProfile(
            "base",
            """
            [limits]
            memory = "512MiB"
            pids = 64
            [[filesystem.mounts]]
            source = "/base"
            [environment]
            pass = ["ONE", "TWO"]
            set = { A = "base", B = "base" }
            """);
        var profile = _folders.Read(
            """
            extends = "base"
            [limits]
            pids = 32
            [[filesystem.mounts]]
            source = "/mine"
            [environment]
            pass = ["TWO", "THREE"]
            set = { B = "mine", C = "mine" }
            """);

        Assert.Equal((512L << 20, 32), (profile.Limits.Memory, profile.Limits.Pids));
        Assert.Equal(["/base", "/mine"], profile.Filesystem.Mounts.Select(mount => mount.Source));
        Assert.Equal(["ONE", "TWO", "THREE"], profile.Environment.Pass);
        Assert.Equal("A=base B=mine C=mine", string.Join(' ', profile.Environment.Set.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void The_later_layer_decides_whether_a_variable_is_passed_or_set()
    {
        _folders.WithProfile("base", "[environment]\npass = [\"ONE\"]\nset = { TWO = \"2\" }");
        var profile = _folders.Read("extends = \"base\"\n[environment]\npass = [\"TWO\"]\nset = { ONE = \"1\" }");
        Assert.Equal(["TWO"], profile.Environment.Pass);
        Assert.Equal(["ONE"], profile.Environment.Set.Keys);
    }

    [Fact]
    public void A_profile_that_extends_its_own_name_extends_the_shipped_one()
    {
        var strict = _folders.WithProfile("strict", "extends = \"strict\"\n[limits]\npids = 55").Load().FindProfile("strict");
        Assert.Empty(strict.Problems);
        Assert.Equal(55, strict.Value!.Limits.Pids);
        Assert.StartsWith("Nothing of yours", strict.Value.Description, StringComparison.Ordinal);
        Assert.Equal(_folders.ProfileFile("strict"), strict.Value.Origin.Path);
    }

    [Fact]
    public void A_profile_of_a_shipped_name_replaces_it()
    {
        var node = _folders.WithProfile("node", "[limits]\npids = 77").Load().FindProfile("node");
        Assert.Equal(77, node.Value!.Limits.Pids);
        Assert.Empty(node.Value.Environment.Set);
    }

    [Fact]
    public void A_circle_is_refused_once_and_named()
    {
        _folders.WithProfile("c", "extends = \"a\"").WithProfile("a", "extends = \"b\"").WithProfile("b", "extends = \"a\"");
        var problem = Assert.Single(_folders.Load().Problems);
        Assert.Equal(("MB1122", "extends goes in a circle: a -> b -> a"), (problem.Code, problem.Message));
        Assert.Equal(new Origin(_folders.ProfileFile("a"), 1, 11), problem.Origin);
        Assert.All(["a", "b", "c"], name => Assert.Equal([problem], _folders.Load().FindProfile(name).Problems));
    }

    [Fact]
    public void A_profile_that_is_not_shipped_and_extends_itself_is_a_circle() =>
        Assert.Equal("extends goes in a circle: mine -> mine", _folders.ProblemOf("extends = \"mine\"").Message);

    [Fact]
    public void A_circle_through_a_shipped_name_is_a_circle()
    {
        _folders.WithProfile("strict", "extends = \"node\"").WithProfile("node", "extends = \"strict\"");
        Assert.Equal("extends goes in a circle: node -> strict -> node", Assert.Single(_folders.Load().Problems).Message);
    }

    [Fact]
    public void A_mount_on_the_target_of_an_extended_profiles_mount_is_refused()
    {
        _folders.WithProfile("base", "[[filesystem.mounts]]\nsource = \"/a\"");
        var problem = _folders.ProblemOf("extends = \"base\"\n[[filesystem.mounts]]\nsource = \"/b\"\ntarget = \"/a\"");
        Assert.Equal(("MB1111", _folders.ProfileFile("mine")), (problem.Code, problem.Origin.Path));
        Assert.NotNull(_folders.Load().FindProfile("base").Value);
    }

    [Fact]
    public void A_broken_profile_stops_those_that_extend_it_and_nobody_else()
    {
        _folders.WithProfile("broken", "engine = 1").WithProfile("child", "extends = \"broken\"\n[limits]\npids = 9");
        var configuration = _folders.Load();
        Assert.Equal("MB1102", Assert.Single(configuration.FindProfile("child").Problems).Code);
        Assert.NotNull(configuration.FindProfile("strict").Value);
    }

    [Fact]
    public void A_name_that_is_no_profile_is_answered_with_the_nearest()
    {
        var problem = Assert.Single(_folders.Load().FindProfile("workspce").Problems);
        Assert.Equal(("MB1121", "did you mean \"workspace\"?"), (problem.Code, problem.Hint));
    }
}
