using McpBox.Engines.Bubblewrap.Tests.Hosting;

if (args is ["host", .. var rest])
    return SandboxHost.Run(rest);

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
