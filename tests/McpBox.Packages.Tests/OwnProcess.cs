using System.Diagnostics;

namespace McpBox.Packages.Tests;

/// <summary>This test program again, as another process of the same user.</summary>
internal static class OwnProcess
{
    public static Process Start(params IEnumerable<string> arguments) => StartProgram(Environment.ProcessPath!, arguments);

    /// <summary>As a user without privileges, whoever the caller is: from a copy, since the caller's folders may be shut to others.</summary>
    public static Process StartUnprivileged(ScratchFolder folder, params IEnumerable<string> arguments)
    {
        if (Environment.UserName != "root")
            return Start(arguments);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ff);
        var copy = Directory.CreateDirectory(folder.At("program")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var program = Path.Combine(copy, Path.GetFileName(Environment.ProcessPath!));
        return StartProgram("/usr/bin/setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", program, .. arguments]);
    }

    private static Process StartProgram(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
