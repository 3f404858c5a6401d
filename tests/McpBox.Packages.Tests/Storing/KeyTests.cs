using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Storing;

public sealed class KeyTests
{
    public static TheoryData<LockedPackage> Others =>
    [
        Stores.Package with { Spec = Stores.Package.Spec with { Ecosystem = Ecosystem.PyPi } },
        Stores.Package with { Spec = Stores.Package.Spec with { Name = "pk" } },
        Stores.Package with { Spec = Stores.Package.Spec with { Program = "" } },
        Stores.Package with { Spec = Stores.Package.Spec with { Program = "pkg" } },
        Stores.Package with { Version = "1.2.30" },
        Stores.Package with { Toolchain = "host linux-x64 glibc node-22" },
        Stores.Package with { Scripts = true },
        Stores.Package with { Resolution = Stores.Package.Resolution + "\n" },
        Stores.Package with { Version = Stores.Package.Version + "\n", Toolchain = Stores.Package.Toolchain[1..] },
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Whatever_decides_the_files_decides_the_key(LockedPackage other) => Assert.NotEqual(PackageStore.KeyOf(Stores.Package), PackageStore.KeyOf(other));

    [Fact]
    public void The_range_by_which_a_version_was_chosen_does_not() => Assert.Equal(
        PackageStore.KeyOf(Stores.Package), PackageStore.KeyOf(Stores.Package with { Spec = Stores.Package.Spec with { Wanted = "latest" }, Tree = new string('0', 64) }));

    /// <summary>Changes only with a reason: every entry of every store is lost by it.</summary>
    [Fact]
    public void The_key_of_a_package_stays_what_it_is() =>
        Assert.Equal("4a71c1ea9d2491285cfc156c48bf14a9484605a940b6a112edbeccb97cb9398e", PackageStore.KeyOf(Stores.Package));
}
