using System.Collections.Immutable;
using McpBox.Cli.Replay;
using McpBox.Journal;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Tests.Replay;

/// <summary>What a journal says of a command line is somebody's word; whose, decides whether it is run.</summary>
public sealed class ReplaySubjectTests
{
    private static readonly RecordedStart Node = new("node", null, ["/usr/bin/node", "srv.js"], "lax", "/srv", InImage: false);

    [Fact]
    public void A_command_line_that_nobody_vouches_for_is_not_run()
    {
        var refusal = Assert.Throws<JournalException>(() => ReplaySubject.Choose(Arguments(), Node, static _ => false, static () => "it was copied"));
        Assert.Equal("MB4701", refusal.Code);
        Assert.Contains("it was copied", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_a_server_or_package_that_only_such_a_journal_names()
    {
        Assert.Equal("MB4701", Assert.Throws<JournalException>(() => ReplaySubject.Choose(Arguments(), Node, static _ => true, static () => "no")).Code);
        Assert.Equal("MB4701", Assert.Throws<JournalException>(() => ReplaySubject.Choose(Arguments(), Node with { Spec = "npm:evil@1.0.0" }, static _ => false, static () => "no")).Code);
    }

    [Fact]
    public void What_the_user_names_is_run_whatever_the_journal_says_and_under_no_profile_of_its_choice()
    {
        var command = ReplaySubject.Choose(Arguments("true"), Node, static _ => true, static () => "no").Run;
        Assert.Equal((null, null), (command.Server, command.Profile));
        Assert.Equal(["true"], command.Rest);
        var server = ReplaySubject.Choose(Arguments() with { Server = "mine" }, Node, static _ => true, static () => throw new InvalidOperationException("nobody was asked for"));
        Assert.Equal(["mcpbox", "run", "mine", "--"], server.Words());
        Assert.Null(server.Directory);
    }

    [Fact]
    public void A_vouched_for_session_is_replayed_as_it_was()
    {
        var subject = ReplaySubject.Choose(Arguments() with { Engine = "docker", Mounts = ["/a:rw"] }, Node, static _ => false, static () => null);
        Assert.Equal(["mcpbox", "run", "--profile", "lax", "--engine", "docker", "--mount", "/a:rw", "--", "/usr/bin/node", "srv.js"], subject.Words());
        Assert.Equal("/srv", subject.Directory);
        Assert.Equal(["mcpbox", "run", "--profile", "strict", "--", "true"], ReplaySubject.Choose(Arguments("true") with { Profile = "strict" }, Node, static _ => false, static () => null).Words());
    }

    [Fact]
    public void A_configured_server_goes_before_a_package_and_that_before_a_command_line()
    {
        var package = Node with { Spec = "npm:@scope/pkg@1.2.3" };
        Assert.Equal(["mcpbox", "run", "node", "--"], ReplaySubject.Choose(Arguments(), package, static name => name == "node", static () => null).Words());
        Assert.Equal(["mcpbox", "run", "npm:@scope/pkg@1.2.3", "--profile", "lax", "--"], ReplaySubject.Choose(Arguments(), package, static _ => false, static () => null).Words());
    }

    [Fact]
    public void What_cannot_be_found_is_refused()
    {
        Assert.Equal("MB4702", Assert.Throws<JournalException>(() => ReplaySubject.Choose(Arguments(), Node with { InImage = true }, static _ => false, static () => null)).Code);
        Assert.Equal("MB4702", Assert.Throws<JournalException>(() => ReplaySubject.Choose(Arguments(), Node with { Argv = [] }, static _ => false, static () => null)).Code);
    }

    private static ReplayArguments Arguments(params ImmutableArray<string> rest) => new("last", ReplayRules.All, TimeSpan.FromSeconds(30), Json: false, rest);
}
