namespace McpBox.Packages.Locking;

/// <summary>What differs between two locks in one package.</summary>
/// <param name="Package">Its name, without a version.</param>
/// <param name="From">Version before; null for a package that is new.</param>
/// <param name="To">Version after; null for one that is gone.</param>
/// <param name="Note">What a person should look at, or null.</param>
public sealed record LockChange(string Package, string? From, string? To, string? Note = null);
