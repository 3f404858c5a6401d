using System.Collections.Immutable;

namespace McpBox.Journal.Redacting;

/// <summary>How far each path of the rules is matched by the containers that are open.</summary>
internal sealed class PathTracker(ImmutableArray<JsonPath> paths, int depths)
{
    // One row for each depth; row 0 is the root value.
    private readonly ulong[] _states = new ulong[paths.Length * (depths + 1)];

    /// <summary>True when there are no paths, and nothing need be told.</summary>
    public bool IsIdle => paths.IsEmpty;

    public void Start() => _states.AsSpan(0, paths.Length).Fill(JsonPath.Root);

    /// <summary>Enters a child, at <paramref name="depth"/>, of the container above; whether a path ends there.</summary>
    /// <param name="isMessage">An element of a batch: the paths begin at it as well.</param>
    public bool Enter(int depth, ReadOnlySpan<byte> name, int index, bool isMessage)
    {
        var matched = false;
        for (var i = 0; i < paths.Length; i++)
        {
            var next = paths[i].Step(_states[((depth - 1) * paths.Length) + i], name, index);
            _states[(depth * paths.Length) + i] = isMessage ? next | JsonPath.Root : next;
            matched |= paths[i].IsMatch(next);
        }

        return matched;
    }
}
