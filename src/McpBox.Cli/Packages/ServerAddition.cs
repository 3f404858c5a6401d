using System.Collections.Immutable;
using System.Text;
using McpBox.Packages;
using McpBox.Packages.Forms;
using McpBox.Packages.Specs;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>A server that is to be declared, as it was typed.</summary>
/// <param name="Text">Its spec; null where a command line stands in <paramref name="Rest"/>.</param>
/// <param name="Rest">Its arguments, or a whole command line.</param>
internal sealed record ServerAddition(string Name, string? Text, ImmutableArray<string> Rest, string? Profile, string? Image)
{
    /// <returns>A package, or an image.</returns>
    /// <exception cref="PackageException">It is neither.</exception>
    public CommandForm Form()
    {
        if (Text is { } spec)
            return new PackageForm(SpecReader.Read(spec), Rest);
        return CommandForms.Read(Rest) is var form and not PlainForm
            ? form
            : throw new PackageException("MB6505", Rest.IsEmpty ? "there is no package to add" : $"{Rest[0]} runs no package that could be locked", $"name one: mcpbox add {Name} npm:@scope/pkg, or put a client's command line after --");
    }

    /// <summary>The lines of config.toml. Of an image's command line every word stays: it is taken apart at each start.</summary>
    public string Toml(CommandForm form)
    {
        var text = new StringBuilder($"[servers.{Key(Name)}]\n");
        text.Append(form is PackageForm package ? $"spec = {Quoted(Spec(package.Spec))}\n" : $"command = {Quoted(Rest[0])}\n");
        var arguments = form is PackageForm { Arguments: var own } ? own : Rest[1..];
        if (!arguments.IsEmpty)
            text.Append($"args = [{string.Join(", ", arguments.Select(Quoted))}]\n");
        if (Profile is not null)
            text.Append($"profile = {Quoted(Profile)}\n");
        if (Image is not null)
            text.Append($"container.image = {Quoted(Image)}\n");
        return text.ToString();
    }

    private static string Spec(PackageSpec spec) => spec.Ecosystem == Ecosystem.Oci ? $"oci:{OciSpec.ReferenceOf(spec)}" : spec.ToString();

    // A dot would make it a table within a table.
    private static string Key(string name) => name.Contains('.', StringComparison.Ordinal) ? Quoted(name) : name;

    private static string Quoted(string text) => TomlBasicString.Quote(text);
}
