using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>What <see cref="PackageStore.Collect"/> found and did.</summary>
/// <param name="Findings">Sorted by name. What is whole and needed is not among them.</param>
/// <param name="Whole">How many entries are whole and needed.</param>
public sealed record StoreFindings(ImmutableArray<StoreFinding> Findings, int Whole);

public enum StoreFindingKind
{
    /// <summary>Its builder died, or could not remove it.</summary>
    HalfBuilt,

    /// <summary>It has lost its name already; a session may still run in it.</summary>
    HalfRemoved,

    /// <summary>No lock file refers to it.</summary>
    Unreferenced,

    /// <summary>It is not what was built.</summary>
    Damaged,
}

/// <param name="Name">Of its folder in the store.</param>
/// <param name="Bytes">What its files have, as far as they can be counted; not what the disk gains.</param>
/// <param name="InUse">A session runs in it, or a builder has it: it stays.</param>
/// <param name="Removed">It was asked for and is gone.</param>
/// <param name="Problems">What is damaged, or why it could not be removed.</param>
public sealed record StoreFinding(StoreFindingKind Kind, string Name, long Bytes, bool InUse, bool Removed, ImmutableArray<Refusal> Problems);
