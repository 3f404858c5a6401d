using System.Collections.Immutable;
using System.CommandLine;

namespace McpBox.Cli.Run;

/// <summary><c>mcpbox run</c>: stands where the server's command stood in a client's config.</summary>
internal static class RunCommand
{
    /// <param name="rest">Everything after the first <c>--</c>; it never goes through the option parser.</param>
    public static Command Create(ImmutableArray<string> rest)
    {
        var server = new Argument<string?>("NAME|SPEC")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A server of config.toml, or a package that is locked: npm:@scope/pkg; leave it out and give a command line after --",
        };
        var profile = new Option<string?>("--profile") { Description = "Profile for a command line (default: strict)", HelpName = "NAME" };
        var engine = new Option<string?>("--engine") { Description = "bubblewrap, docker or auto (default: the profile's)", HelpName = "NAME" };
        var image = new Option<string?>("--image") { Description = "Run an image that was pulled; what stands after -- goes to its ENTRYPOINT", HelpName = "REF" };
        var mount = new Option<string[]>("--mount")
        {
            Description = "Show a host path inside, read-only unless :rw is added; may be repeated",
            HelpName = "PATH[:ro|:rw]",
        };
        var diagnostics = new Option<string?>("--diagnostics")
        {
            Description = "Append what mcpbox itself does, step by step, to a file (no frames, no secrets)",
            HelpName = "FILE",
        };
        var verify = new Option<bool>("--verify") { Description = "Read every byte of the package before it starts" };
        var command = new Command("run", "Run an MCP server in its sandbox: mcpbox run NAME [-- ARGS…], mcpbox run npm:PKG [-- ARGS…], mcpbox run -- COMMAND ARGS… or mcpbox run --image REF [-- ARGS…]")
        {
            server, profile, engine, image, mount, diagnostics, verify,
        };
        command.SetAction(parsed => RunSession.Run(new RunArguments(
            parsed.GetValue(server), parsed.GetValue(profile), parsed.GetValue(engine), parsed.GetValue(image), [.. parsed.GetValue(mount) ?? []],
            parsed.GetValue(diagnostics), rest, parsed.GetValue(verify))));
        return command;
    }
}
