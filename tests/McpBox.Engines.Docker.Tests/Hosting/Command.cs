using System.Diagnostics;
using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A program that a test needs; it must succeed.</summary>
internal static class Command
{
    /// <returns>Its stdout.</returns>
    public static string Run(string program, params ReadOnlySpan<string> arguments)
    {
        var (status, output, error) = Try(program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments.ToArray())} ended with {status}: {error}");
        return output.Trim();
    }

    public static (int Status, string Output, string Error) Try(string program, params ReadOnlySpan<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments.ToArray()) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>The same command for root, as daemons need it: by sudo where the tests are not root's own.</summary>
    public static string[] AsRoot(params string[] command) => Caller.EffectiveUserId() == 0 ? command : ["sudo", "-n", .. command];

    /// <summary>Ends what <see cref="AsRoot"/> started, by its process id, and takes away what it left in a folder.</summary>
    public static void EndAsRoot(Process process, string folder)
    {
        var kill = AsRoot("kill", "-TERM", $"{process.Id}");
        _ = Try(kill[0], kill.AsSpan(1));
        process.WaitForExit();
        process.Dispose();
        var sweep = AsRoot("rm", "-rf", folder);
        _ = Try(sweep[0], sweep.AsSpan(1));
    }

    /// <summary>Starts one that stays; the caller ends it.</summary>
    public static Process Start(string program, params ReadOnlySpan<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments.ToArray())
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
