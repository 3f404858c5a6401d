using McpBox.Engines.Docker;
using McpBox.Engines.Docker.Tests.Running;

return args switch
{
    [GuardProgram.Verb, .. var rest] => ContainerGuard.Run(rest),
    ["host", .. var rest] => KilledHost.Run(rest),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
