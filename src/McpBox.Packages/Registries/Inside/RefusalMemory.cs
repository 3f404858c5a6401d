using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries.Inside;

/// <summary>What was refused, each once, since package managers repeat themselves; bounded. Thread-safe.</summary>
internal sealed class RefusalMemory(int limit)
{
    private ImmutableArray<Refusal> _all = [];

    public ImmutableArray<Refusal> All => _all;

    public void Add(Refusal refusal) => ImmutableInterlocked.Update(
        ref _all, all => all.Length >= limit || all.Contains(refusal) ? all : all.Add(refusal));
}
