using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pulling;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Images;

/// <summary>Pulls one after the other; a failure does not keep the rest from being pulled.</summary>
/// <param name="open">Finds the daemon.</param>
/// <param name="output">Gets one line for each image that was pulled: its digest.</param>
internal sealed class PullRun(Func<DaemonImages> open, PullScreen screen, TextWriter output)
{
    /// <returns>Exit code: of a failure, if there was any.</returns>
    public int Run(IReadOnlyList<string> references, bool local)
    {
        DaemonImages images;
        try
        {
            images = open();
        }
        catch (SandboxException exception)
        {
            return Refuse(exception.Refusal);
        }

        return references.Select(reference => Pull(images, reference, local)).Aggregate(ExitCodes.Ok, Math.Max);
    }

    private int Pull(DaemonImages images, string reference, bool local)
    {
        try
        {
            screen.Say($"{reference}: {(local ? "recording what" : "pulling to")} the daemon at {images.Endpoint}{(local ? " has" : "")}");
            var pulled = local ? images.Adopt(reference) : images.Pull(reference, screen.Show);
            screen.Settle();
            Tell(reference, pulled);
            return ExitCodes.Ok;
        }
        catch (SandboxException exception)
        {
            screen.Settle();
            return Refuse(exception.Refusal);
        }
    }

    private void Tell(string reference, PulledImage pulled)
    {
        var digest = pulled.Image.Digest;
        screen.Say(pulled.Before switch
        {
            null => $"{reference}: {digest}",
            var before when before == digest => $"{reference}: {digest}, as before",
            var before => $"{reference}: {before} -> {digest}",
        });
        output.WriteLine(digest);
    }

    private int Refuse(Refusal refusal)
    {
        screen.Say(refusal.At(Origin.CommandLine).ToString());
        return ExitCodes.EngineUnavailable;
    }
}
