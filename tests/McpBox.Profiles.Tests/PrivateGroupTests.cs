using McpBox.Posix.Files;

namespace McpBox.Profiles.Tests;

public sealed class PrivateGroupTests
{
    private const string Ada = "ada:x:1000:1000:Ada:/home/ada:/bin/sh";

    [Theory]
    [InlineData("ada:x:1000:")]
    [InlineData("ada:x:1000:ada")]
    public void A_group_of_the_user_alone_is_private(string group) => Assert.True(PrivateGroup.IsOf(1000, 1000, [Ada], [group]));

    [Theory]
    [InlineData("ada:x:1000:bob", Ada)]
    [InlineData("ada:x:1000:ada,bob", Ada)]
    [InlineData("ada:x:1000:", Ada, "bob:x:1001:1000::/:/bin/sh")]
    [InlineData("users:x:100:", Ada)]
    [InlineData("ada:x:1000:")]
    [InlineData("nonsense", Ada)]
    public void Any_other_group_is_shared(string group, params string[] passwd) =>
        Assert.False(PrivateGroup.IsOf(1000, 1000, passwd, [group]));

    [Fact]
    public void A_group_that_is_somebody_elses_is_shared() => Assert.False(PrivateGroup.IsOf(1001, 1000, [Ada], ["ada:x:1000:"]));
}
