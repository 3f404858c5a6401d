using McpBox.Packages.Locking;

namespace McpBox.Packages.Tests.Locking;

/// <summary><c>lock-writer PATH NAME COUNT</c>: adds packages to a lock file one by one, as many mcpbox at once would.</summary>
internal static class LockWriter
{
    public const string Verb = "lock-writer";

    public static int Run(string[] arguments)
    {
        if (arguments is not [var path, var name, var count])
            return 2;
        Console.Out.WriteLine("ready");
        _ = Console.In.ReadLine();
        for (var i = 0; i < int.Parse(count, System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            var package = Locks.Package($"{name}-{i}");
            _ = LockFile.Update(path, file => file.With(package));
        }

        return 0;
    }
}
