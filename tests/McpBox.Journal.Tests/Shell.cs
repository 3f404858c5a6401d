using System.Diagnostics;

namespace McpBox.Journal.Tests;

/// <summary>What a line of sh printed and how it ended.</summary>
/// <param name="Output">stdout, then stderr.</param>
internal sealed record Shell(string Output, int ExitCode)
{
    /// <summary>Runs the script and expects it to succeed.</summary>
    public static Shell Run(string script, params string[] arguments)
    {
        var shell = Try(script, arguments);
        Assert.True(shell.ExitCode == 0, $"exit {shell.ExitCode}: {shell.Output}");
        return shell;
    }

    /// <summary>What the script writes to stdout, as bytes.</summary>
    public static byte[] Bytes(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, "sh", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return output.ToArray();
    }

    /// <summary>Runs one command as root: as we are, or through sudo.</summary>
    public static Shell RunAsRoot(string command, params string[] arguments) =>
        Run($"if [ \"$(id -u)\" = 0 ]; then {command}; else sudo -n {command}; fi", arguments);

    public static Shell Try(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Shell(output + errors.GetAwaiter().GetResult(), process.ExitCode);
    }
}
