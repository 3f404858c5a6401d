using McpBox.Sandbox;

namespace McpBox.Packages;

/// <summary>A package cannot be named, resolved, built or used; nothing half-made is left behind.</summary>
public sealed class PackageException(Refusal refusal) : Exception($"{refusal.Code} {refusal.Message}")
{
    public PackageException(string code, string message, string hint)
        : this(new Refusal(code, message, hint))
    {
    }

    public Refusal Refusal { get; } = refusal;
}
