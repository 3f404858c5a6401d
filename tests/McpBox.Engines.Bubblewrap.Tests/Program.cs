using McpBox.Engines.Bubblewrap.Tests.Hosting;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

if (args is ["host", .. var rest])
    return SandboxHost.Run(rest);

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
