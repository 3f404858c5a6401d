using System.Collections.Immutable;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Forms;

/// <summary><c>docker run</c> and <c>podman run</c>: taken apart here, rebuilt under the plan by whoever plans.</summary>
internal static class ContainerForms
{
    private static readonly OptionTable<ContainerWords> Docker = new("docker run", untilFirstWord: true, ContainerOptions.All);
    private static readonly OptionTable<ContainerWords> Podman = new("podman run", untilFirstWord: true, ContainerOptions.All);

    /// <returns>Null when the words run no image: <c>docker mcp gateway run</c>.</returns>
    public static ContainerForm? Read(string tool, ImmutableArray<string> words) => (tool, words) switch
    {
        ("docker", ["run", .. var rest]) => Take(Docker, rest),
        ("docker", ["container", "run", .. var rest]) => Take(Docker, rest),
        ("podman", ["run", .. var rest]) => Take(Podman, rest),
        ("podman", ["container", "run", .. var rest]) => Take(Podman, rest),
        _ => null,
    };

    private static ContainerForm Take(OptionTable<ContainerWords> table, ImmutableArray<string> words)
    {
        var said = new ContainerWords();
        if (table.Read(words, said) is not [var image, .. var arguments])
            throw new PackageException("MB6024", $"{table.Tool} names no image", $"write the image behind its options: {table.Tool} -i --rm IMAGE");
        SpecReader.Read(image, Ecosystem.Oci);
        return said.Assemble(image, arguments);
    }
}
