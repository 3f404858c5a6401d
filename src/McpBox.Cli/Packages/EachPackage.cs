using McpBox.Packages;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>Does one thing to several packages, one after the other; a failure does not keep the rest from it. What is said goes to stderr.</summary>
internal sealed class EachPackage(PackageSubjects subjects, TextWriter error)
{
    /// <param name="names">Servers or packages; with <paramref name="all"/> every server that is a package as well.</param>
    /// <returns>Exit code: of a failure, if there was any.</returns>
    public int Run(IReadOnlyList<string> names, bool all, string what, Func<string, ServerWords, int> action)
    {
        IReadOnlyList<string> wanted = all ? [.. subjects.All().Union(names, StringComparer.Ordinal)] : names;
        if (wanted.Count > 0)
            return wanted.Select(name => Guard(() => action(name, subjects.Find(name)))).Aggregate(ExitCodes.Ok, Math.Max);
        if (!all)
            return Refuse(new PackageException("MB6504", $"there is nothing to {what}", "name a server or a package, or say --all"), ExitCodes.Internal);
        Say("no server of the config is a package");
        return ExitCodes.Ok;
    }

    /// <summary>Turns a refusal into its words and its exit code.</summary>
    public int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (PackageException failure)
        {
            return Refuse(failure, PackageCodes.ExitCode(failure));
        }
        catch (OperationCanceledException)
        {
            Say("cancelled; nothing of it was kept");
            return ExitCodes.Internal;
        }
    }

    /// <summary>Names and registries' words may hold what a terminal would obey.</summary>
    public void Say(string text) => error.WriteLine(PlainText.EscapeLines($"mcpbox: {text}"));

    private int Refuse(PackageException failure, int exitCode)
    {
        Say($"{failure.Refusal.Code} {failure.Refusal.Message}\nhint: {failure.Refusal.Hint}");
        return exitCode;
    }
}
