using System.Runtime.InteropServices;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pulling;
using McpBox.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>Images in the lock file: pulled when locked, never at a start, and run by the digest that the lock says, whatever a daemon recorded for the tag.</summary>
internal static class OciLock
{
    /// <summary>Beginning of <see cref="LockedPackage.Toolchain"/>.</summary>
    public const string Toolchain = "oci ";

    /// <exception cref="PackageException">No registry gives it, or it has no digest there.</exception>
    public static LockedPackage Resolve(PackageSpec spec, DaemonImages images, Action<PullStep> progress)
    {
        try
        {
            var image = images.Pull(OciSpec.ReferenceOf(spec), progress).Image;
            return new LockedPackage
            {
                Spec = spec,
                Version = image.Digest,
                Toolchain = $"{Toolchain}linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
                Scripts = false,
                Resolution = $"{spec.Name}@{image.Digest}",
            };
        }
        catch (SandboxException failure)
        {
            throw new PackageException(failure.Refusal);
        }
    }

    /// <summary>What is handed to the engine in the place of the tag. A digest decides alone: no record of the daemon's or of mcpbox's is asked.</summary>
    public static string Pinned(LockedPackage package) => package.Resolution.Trim();
}
