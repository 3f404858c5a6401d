using System.CommandLine;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox lock</c>: chooses versions where none are locked, and builds what is not built.</summary>
internal static class LockCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME|SPEC") { Arity = ArgumentArity.ZeroOrMore, Description = "Servers of config.toml, or packages: npm:@scope/pkg@1.2.3" };
        var all = new Option<bool>("--all") { Description = "Every server of config.toml that is a package" };
        var command = new Command("lock", "Lock packages to exact bytes and build them, so that they start offline") { names, all };
        command.SetAction((parsed, cancel) => Task.FromResult(new LockRun(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancel)
            .Run(Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory), parsed.GetValue(names) ?? [], parsed.GetValue(all))));
        return command;
    }
}
