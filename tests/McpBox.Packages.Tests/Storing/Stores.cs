using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing;
using McpBox.Packages.Tests.Locking;

namespace McpBox.Packages.Tests.Storing;

/// <summary>A small package and what is done to it.</summary>
internal static class Stores
{
    public static readonly StartCommand Start = new(
        ["node", "{files}/node_modules/x/index.js"],
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("NODE_PATH", "{files}/node_modules")]));

    /// <summary>Not yet built anywhere.</summary>
    public static readonly LockedPackage Package = Locks.Package() with { Tree = null };

    public static PackageStore At(string root) => new(root, TimeProvider.System);

    /// <summary>Two files, an empty one, a program, two links, and an empty folder.</summary>
    public static StartCommand Fill(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "node_modules", "x", "empty"));
        Directory.CreateDirectory(Path.Combine(folder, "node_modules", ".bin"));
        File.WriteAllText(Path.Combine(folder, "node_modules", "x", "index.js"), "console.log('x')\n");
        File.WriteAllText(Path.Combine(folder, "node_modules", "x", "none"), "");
        File.WriteAllText(Path.Combine(folder, "node_modules", "x", "run"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(folder, "node_modules", "x", "run"), (UnixFileMode)0x1ed);
        File.WriteAllText(Path.Combine(folder, "package.json"), "{}\n");
        File.CreateSymbolicLink(Path.Combine(folder, "node_modules", ".bin", "x"), "../x/run");
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules", "self"), "../");
        return Start;
    }

    /// <summary>Makes what stands in a folder with a shell, which has names and kinds of files that .NET has not.</summary>
    public static StartCommand Shell(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder, UseShellExecute = false };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(script);
        using var shell = Process.Start(start)!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return Start;
    }

    /// <summary>A package of this many files in folders of ten.</summary>
    public static StartCommand FillLarge(string folder, int files)
    {
        for (var i = 0; i < files; i++)
        {
            var place = Path.Combine(folder, "node_modules", string.Create(CultureInfo.InvariantCulture, $"package-{i / 50}"), "dist", $"part-{i / 10 % 5}");
            if (i % 10 == 0)
                Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"module-{i}.js")), $"module.exports = {i};\n");
        }

        return Start;
    }

    public static string[] NamesIn(string root) => Directory.Exists(root) ? [.. Directory.GetFileSystemEntries(root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
}
