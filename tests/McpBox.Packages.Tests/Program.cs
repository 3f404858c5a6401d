using McpBox.Packages.Tests.Locking;
using McpBox.Packages.Tests.Storing;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

return args switch
{
    [LockWriter.Verb, .. var rest] => LockWriter.Run(rest),
    [EntryBuilder.Verb, .. var rest] => EntryBuilder.Run(rest),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
