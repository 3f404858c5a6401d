using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Docker;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

return args switch
{
    ["owner", .. var rest] => Owner.Run(rest),
    [GuardProgram.Verb, .. var rest] => ContainerGuard.Run(rest),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
