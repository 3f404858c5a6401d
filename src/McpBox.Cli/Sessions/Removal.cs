using McpBox.Cli.Log;
using McpBox.Sandbox;

namespace McpBox.Cli.Sessions;

/// <summary>Removes one thing after the other, and says of each that it did, or why it could not.</summary>
/// <param name="dryRun">Says what it would do.</param>
internal sealed class Removal(bool dryRun, TextWriter output, TextWriter error)
{
    private bool _any;
    private bool _failed;

    public void Of(string what, Action remove)
    {
        _any = true;
        try
        {
            if (!dryRun)
                remove();
            output.WriteLine($"{(dryRun ? "would remove" : "removed")} {VisibleText.Of(what)}");
        }
        catch (SandboxException exception)
        {
            Fail(what, $"{exception.Refusal.Code} {exception.Refusal.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(what, exception.Message);
        }
    }

    /// <summary>Something whose parts cannot be told apart.</summary>
    public void CannotLook(string what, string why)
    {
        _any = true;
        Fail(what, why);
    }

    /// <summary>Does what removes several things, and says why it could not.</summary>
    public void Guard(string what, Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CannotLook(what, exception.Message);
        }
    }

    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (!_any)
            error.WriteLine("nothing to remove");
        return _failed ? ExitCodes.SandboxFailed : ExitCodes.Ok;
    }

    private void Fail(string what, string why)
    {
        _failed = true;
        error.WriteLine($"cannot remove {VisibleText.Of(what)}: {VisibleText.Of(why)}");
    }
}
