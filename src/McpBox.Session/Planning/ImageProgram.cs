using System.Collections.Immutable;

namespace McpBox.Session.Planning;

/// <summary>
/// The server's program lies in an image: nothing of the host is looked up or shown for it, and its name is looked up inside. What the
/// image says about how to be run holds as under <c>docker run</c>, but for USER, HOME, LANG and TMPDIR.
/// </summary>
internal sealed class ImageProgram(
    PlanRequest request, ImageFacts image, MountTable mounts, SensitivePaths sensitive, PlanReport report) : IProgramSource
{
    public Start? Decide()
    {
        if (Command() is not { } command)
            return null;
        var directory = new WorkingDirectory(request, mounts, report).ChooseInImage(image.WorkingDirectory);
        var environment = new EnvironmentPlan(request, report);
        environment.Fill(image);
        if (!report.Failed)
            Warn(directory);
        return new Start(ServerName.OfImage(image.Image.Reference), command, directory, environment, Identity.Choose(request, mounts));
    }

    // docker-run(1): arguments take CMD's place; another entry point takes the place of both.
    private ImmutableArray<string>? Command()
    {
        ImmutableArray<string> command = request.Program is { } program
            ? [program, .. request.Arguments]
            : [.. image.Entrypoint, .. request.Arguments.IsEmpty ? image.DefaultArguments : request.Arguments];
        if (command is ["", ..] or [])
        {
            report.Refuse(
                "MB2024", $"the image {image.Image.Reference} names no program to run (no ENTRYPOINT, no CMD)",
                "name one: command = \"…\" for the server, or mcpbox run --image REF -- PROGRAM ARGS…");
            return null;
        }

        return command;
    }

    private void Warn(string directory)
    {
        if (image.MovedTo is { } other)
        {
            report.Warn(
                $"{image.Image.Reference} means another image by now ({other}); the recorded one is run, {image.Image.Digest}",
                $"mcpbox pull {image.Image.Reference} takes the new one");
        }

        var surprises = new Surprises(sensitive, mounts, report);
        if (request.Program is { } program)
            surprises.OfProgram(program);
        surprises.OfMounts();

        // A relative path means the image's own folder; so does an absolute one where every image has something.
        var paths = request.Arguments.Where(argument => !SandboxPlaces.OfImage.Has(Surprises.PathIn(argument)) && Path.IsPathRooted(Surprises.PathIn(argument)));
        surprises.OfArguments(paths, directory, request.CurrentDirectory);
    }
}
