using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary>What a command line of a client's config means, once it is taken apart.</summary>
public abstract record CommandForm
{
    private protected CommandForm()
    {
    }

    /// <summary>What was dropped although it says something, in one sentence each, for people.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>A program of a package: <c>npx -y pkg args</c>.</summary>
/// <param name="Arguments">The server's own.</param>
public sealed record PackageForm(PackageSpec Spec, ImmutableArray<string> Arguments) : CommandForm
{
    /// <summary><c>--ignore-scripts</c>: build scripts do not run, whatever a profile allows.</summary>
    public bool DeniesScripts { get; init; }
}

/// <summary>Anything else: a program and its arguments.</summary>
public sealed record PlainForm(ImmutableArray<string> Words) : CommandForm;

/// <summary>An image: <c>docker run -i --rm image args</c>. What it asks for is still unchecked.</summary>
public sealed record ContainerForm : CommandForm
{
    /// <summary>As <c>docker pull</c> takes it.</summary>
    public required string Image { get; init; }

    /// <summary>What stands after the image; goes to its ENTRYPOINT in CMD's place.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Takes ENTRYPOINT's place; null for the image's own.</summary>
    public string? Entrypoint { get; init; }

    public ImmutableArray<FormMount> Mounts { get; init; } = [];

    /// <summary><c>-e NAME</c>: taken over from the caller.</summary>
    public ImmutableArray<string> Passed { get; init; } = [];

    /// <summary><c>-e NAME=value</c>.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Absolute, inside; null for the image's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>OCI runtime by the name that the daemon knows it by; null for its default.</summary>
    public string? Runtime { get; init; }

    /// <summary>Bytes; null where it was not named, as for the two below.</summary>
    public long? Memory { get; init; }

    public double? Cpus { get; init; }

    public int? Pids { get; init; }
}

/// <summary>A folder or file of the host that a command line wants to show. Both paths are absolute as text.</summary>
public sealed record FormMount(string Source, string Target, bool Writable);
