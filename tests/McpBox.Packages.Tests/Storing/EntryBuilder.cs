using System.Diagnostics;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

/// <summary>
/// A process that builds: <c>entry-builder ROOT count FILE</c> adds a line to a file for each fill; <c>entry-builder ROOT die MOMENT</c> kills itself
/// there; <c>entry-builder ROOT stay MOMENT</c> stays there, <c>entry-builder ROOT hold</c> builds and holds, each until its stdin ends;
/// <c>entry-builder ROOT life</c> builds, checks, repairs and removes.
/// </summary>
internal static class EntryBuilder
{
    public const string Verb = "entry-builder";

    /// <summary>Beside the moments of the product: in the middle of <c>fill</c>.</summary>
    public const string Filling = "Filling";

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case [var root, "count", var file]:
                Ready();
                _ = Stores.At(root).Build(Stores.Package, folder => Count(folder, file));
                return 0;
            case [var root, "hold"]:
                using (Stores.At(root).Build(Stores.Package, Stores.Fill).Hold())
                    Ready();
                return 0;
            case [var root, "life"]:
                return Live(Stores.At(root));
            case [var root, "die", var moment]:
                return Build(root, moment, static () => Process.GetCurrentProcess().Kill());
            case [var root, "stay", var moment]:
                return Build(root, moment, Ready);
            default:
                return 2;
        }
    }

    private static int Live(PackageStore store)
    {
        var entry = store.Build(Stores.Package, Stores.Fill);
        Assert.Empty(store.Verify(entry, Stores.Package with { Tree = entry.Tree }));
        Assert.Throws<UnauthorizedAccessException>(() => File.Delete(Path.Join(entry.Files, "package.json")));
        _ = Stores.Shell(entry.Folder, "chmod u+w files; rm files/package.json");
        Assert.Empty(store.Verify(store.Build(Stores.Package, Stores.Fill), Stores.Package with { Tree = entry.Tree }));
        Assert.True(Assert.Single(store.Collect(new HashSet<string>(), remove: true).Findings).Removed);
        Assert.Null(store.Find(entry.Key));
        return 0;
    }

    private static int Build(string root, string moment, Action there)
    {
        var store = new PackageStore(root, TimeProvider.System) { Reached = reached => Act($"{reached}") };
        _ = store.Build(Stores.Package, folder =>
        {
            _ = Stores.Fill(folder);
            Act(Filling);
            return Stores.Start;
        });
        return 0;

        void Act(string reached)
        {
            if (reached == moment)
                there();
        }
    }

    private static void Ready()
    {
        Console.Out.WriteLine("ready");
        _ = Console.In.ReadLine();
    }

    private static Building.StartCommand Count(string folder, string file)
    {
        File.AppendAllText(file, "filled\n");
        return Stores.Fill(folder);
    }
}
