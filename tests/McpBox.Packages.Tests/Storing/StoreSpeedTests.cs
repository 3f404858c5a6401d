using System.Globalization;

namespace McpBox.Packages.Tests.Storing;

/// <summary>Printed, not asserted: a machine may be busy.</summary>
public sealed class StoreSpeedTests : IDisposable
{
    private const int Rounds = 15;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_look_at_five_thousand_files_takes_milliseconds()
    {
        var store = Stores.At(_folder.At("packages"));
        var (entry, building) = Timed(() => store.Build(Stores.Package, folder => Stores.FillLarge(folder, 5000)));
        var locked = Stores.Package with { Tree = entry.Tree };
        _ = Enumerable.Range(0, Rounds).Select(_ => Timed(() => store.Check(entry, locked))).ToList();
        var before = Environment.CpuUsage;
        var checking = Enumerable.Range(0, Rounds).Select(_ => Timed(() => store.Check(entry, locked))).ToList();
        var processor = (Environment.CpuUsage.UserTime - before.UserTime).TotalMilliseconds / checking.Count;
        var kernel = (Environment.CpuUsage.PrivilegedTime - before.PrivilegedTime).TotalMilliseconds / checking.Count;
        var (problems, verifying) = Timed(() => store.Verify(entry, locked));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"build {building:F0} ms, check {checking.Min(check => check.Milliseconds):F1} ms (median {checking.Select(check => check.Milliseconds).Order().ElementAt(Rounds / 2):F1}, user {processor:F1}, kernel {kernel:F1}), verify {verifying:F0} ms"));
        Assert.All(checking, check => Assert.Null(check.Result));
        Assert.Empty(problems);
    }

    private static (T Result, double Milliseconds) Timed<T>(Func<T> action)
    {
        var start = TimeProvider.System.GetTimestamp();
        var result = action();
        return (result, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
    }
}
