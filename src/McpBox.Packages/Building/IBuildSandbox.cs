namespace McpBox.Packages.Building;

/// <summary>
/// Runs one program of a build in a sandbox of its own: no home, no secrets, no network but what a step's gateway answers. The seam between
/// packages and engines.
/// </summary>
public interface IBuildSandbox
{
    /// <summary>What packages are built with, as <see cref="Locking.LockedPackage.Toolchain"/> says it, without the ecosystem's own runtime.</summary>
    string Toolchain { get; }

    /// <summary>Runs a step to its end. Nothing of it is left running when this returns or throws.</summary>
    /// <exception cref="PackageException">The sandbox could not be set up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    BuildOutcome Run(BuildStep step, CancellationToken cancellationToken);
}
