using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Specs;

public sealed class SpecTextTests
{
    [Fact]
    public void A_spec_is_written_in_one_way() => Assert.Equal(
        "npm:@scope/pkg@^1.2#serve", new PackageSpec(Ecosystem.Npm, "@scope/pkg", "^1.2", "serve").ToString());
}
