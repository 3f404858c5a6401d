using System.Diagnostics;

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

    /// <summary>Starts one that stays; the caller ends it.</summary>
    public static Process Start(string program, params ReadOnlySpan<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments.ToArray())
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
