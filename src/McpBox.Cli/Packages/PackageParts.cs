using McpBox.Packages.Building;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>What commands about packages stand on, so that a test can give them other ground.</summary>
/// <param name="LockFile">Path of <c>mcpbox.lock</c>; may throw a <see cref="McpBox.Packages.PackageException"/>, as may the others.</param>
/// <param name="Sandbox">The sandbox in which packages of servers with such a profile are built.</param>
/// <param name="Ecosystem">Who locks and builds such a spec.</param>
/// <param name="Images">Where images are.</param>
internal sealed record PackageParts(
    PackageStore Store, Func<string> LockFile, Func<Profile, IBuildSandbox> Sandbox, Func<PackageSpec, IBuildSandbox, IEcosystem> Ecosystem, Func<IImageShelf> Images)
{
    public static PackageParts OfProcess { get; } =
        new(PackageTools.Store, static () => PackageTools.LockFile, PackageTools.Sandbox, PackageTools.EcosystemOf, ImageShelf.Open);
}
