using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Cli;
using McpBox.Cli.Images;
using McpBox.Cli.Log;
using McpBox.Cli.Packages;
using McpBox.Cli.Probe;
using McpBox.Cli.Profiles;
using McpBox.Cli.Replay;
using McpBox.Cli.Run;
using McpBox.Cli.Sessions;
using McpBox.Cli.Why;
using McpBox.Engines.Docker;

// Not a command of people's: a start's own guard, which removes a container when this program is killed before the container is complete.
if (args is [GuardProgram.Verb, .. var guarded])
{
    return ContainerGuard.Run(guarded);
}

// What stands after -- belongs to the server and never goes through the option parser.
var dashes = Array.IndexOf(args, "--");
var own = dashes < 0 ? args : args[..dashes];
ImmutableArray<string> rest = dashes < 0 ? [] : [.. args[(dashes + 1)..]];

var root = new RootCommand("Runs other people's MCP servers in a sandbox, byte for byte, with a record of every frame.")
{
    RunCommand.Create(rest),
    ProfileCommand.Create(),
    LogCommand.Create(),
    WhyCommand.Create(),
    ReplayCommand.Create(rest),
    PsCommand.Create(),
    GcCommand.Create(),
    ProbeCommand.Create(),
    PullCommand.Create(),
    AddCommand.Create(rest),
    LockCommand.Create(),
    UpdateCommand.Create(),
    OutdatedCommand.Create(),
    BuildCommand.Create(),
};

// An argument that begins with @ is a file name like any other, and a signal is the session's own business.
var parsed = root.Parse(own, new ParserConfiguration { ResponseFileTokenReplacer = null });
try
{
    // stdout belongs to the protocol: a mistake in the words of run is a refusal like any other, not a page of help.
    if (own is ["run", ..] && parsed.Errors is [var mistake, ..])
    {
        return RunReport.Refuse(ExitCodes.Internal, [RunArguments.Unreadable(mistake.Message)]);
    }

    if (UsageMistake.Of(parsed) is { } misused)
    {
        RunReport.Say(misused.ToString());
        return ExitCodes.Internal;
    }

    var exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    return parsed.Errors.Count > 0 ? ExitCodes.Internal : exitCode;
}
#pragma warning disable CA1031 // The outermost catch: whatever it is, the user gets a code, a cause and a next step, and nothing ran on.
catch (Exception exception)
#pragma warning restore CA1031
{
    var defect = Defect.Describe(exception);
    if (own is ["run", ..])
    {
        return RunReport.Refuse(ExitCodes.Internal, [defect]);
    }

    Console.Error.WriteLine($"mcpbox: {defect}");
    return ExitCodes.Internal;
}
