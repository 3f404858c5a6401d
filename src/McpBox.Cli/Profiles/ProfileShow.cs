using System.Collections.Immutable;
using McpBox.Cli.Packages;
using McpBox.Cli.Run;
using McpBox.Packages;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Profiles;

/// <summary><c>mcpbox profile show</c>. What it prints is TOML either way; what mcpbox adds stands in comments.</summary>
internal sealed class ProfileShow(
    Configuration configuration, Func<ServerDefinition, PlanResult> plan, TextWriter output, TextWriter error)
{
    /// <summary>The profile as it was written, below a line with its origin.</summary>
    public int Source(string name)
    {
        if (!configuration.Profiles.TryGetValue(name, out var profile))
        {
            // A server's name is the likely mistake, and it has an answer of its own.
            var problem = configuration.FindProfile(name).Problems[^1];
            var serverHint = $"for the server: mcpbox profile show --effective {name}";
            return Refuse([configuration.HasServer(name) ? problem with { Hint = serverHint } : problem], ExitCodes.NotFound);
        }

        output.WriteLine($"# {PlainText.Escape(profile.Path)}");
        output.Write(PlainText.EscapeLines(profile.Text));
        var problems = configuration.Problems.Where(problem => problem.Origin.Path == profile.Path).ToImmutableArray();
        return problems.IsEmpty ? ExitCodes.Ok : Refuse(problems, ExitCodes.ConfigProblems);
    }

    /// <summary>A server's profile as it would be started here; without such a server, a profile as a command line would get it.</summary>
    public int Effective(string name)
    {
        if (configuration.HasServer(name))
        {
            var server = configuration.FindServer(name);
            return server.Value is { } found ? Plan(found) : Refuse(server.Problems, ExitCodes.ConfigProblems);
        }

        var profile = configuration.FindProfile(name);
        return profile.Value is { } resolved
            ? Print($"profile {name}", resolved)
            : Refuse(profile.Problems, configuration.Profiles.ContainsKey(name) ? ExitCodes.ConfigProblems : ExitCodes.NotFound);
    }

    private int Plan(ServerDefinition server)
    {
        PlanResult planned;
        try
        {
            planned = plan(server);
        }
        catch (SandboxException exception)
        {
            // The image cannot be looked at.
            return Refuse([exception.Refusal.At(server.Origin)], ExitCodes.EngineUnavailable);
        }
        catch (PackageException exception)
        {
            return Refuse([exception.Refusal.At(server.Origin)], PackageCodes.ExitCode(exception));
        }

        if (planned.Plan is null)
        {
            return Refuse(planned.Problems, RunReport.ExitCode(planned.Failure));
        }

        foreach (var warning in planned.Warnings)
        {
            error.WriteLine(PlainText.EscapeLines(warning));
        }

        WriteTitle($"server {server.Name}, declared at {server.Origin}", server.Profile);
        output.Write(PlanToml.Write(planned.Plan));
        return ExitCodes.Ok;
    }

    private int Print(string title, Profile profile)
    {
        WriteTitle(title, profile);
        output.Write(ProfileToml.Write(profile));
        return ExitCodes.Ok;
    }

    private void WriteTitle(string title, Profile profile)
    {
        output.WriteLine($"# {PlainText.Escape(title)}");
        output.WriteLine($"# resolved from {PlainText.Escape(profile.Origin.Path)}");
        if (configuration.ProjectFile is { } project)
        {
            output.WriteLine($"# tightened by {PlainText.Escape(project)}");
        }
    }

    private int Refuse(IEnumerable<Problem> problems, int code)
    {
        foreach (var problem in problems)
        {
            error.WriteLine(problem);
        }

        return code;
    }
}
