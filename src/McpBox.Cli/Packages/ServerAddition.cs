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
    /// <exception cref="PackageException">It is no package that can be locked.</exception>
    public PackageForm Package()
    {
        if (Text is { } spec)
            return Lockable(new PackageForm(SpecReader.Read(spec), Rest));
        return CommandForms.Read(Rest) is PackageForm form
            ? Lockable(form)
            : throw new PackageException("MB6505", Rest.IsEmpty ? "there is no package to add" : $"{Rest[0]} runs no package that could be locked", $"name one: mcpbox add {Name} npm:@scope/pkg, or put a client's command line after --");
    }

    /// <summary>The lines of config.toml.</summary>
    public string Toml(PackageForm package)
    {
        var text = new StringBuilder($"[servers.{Key(Name)}]\nspec = {Quoted(package.Spec.ToString())}\n");
        if (!package.Arguments.IsEmpty)
            text.Append($"args = [{string.Join(", ", package.Arguments.Select(Quoted))}]\n");
        if (Profile is not null)
            text.Append($"profile = {Quoted(Profile)}\n");
        if (Image is not null)
            text.Append($"container.image = {Quoted(Image)}\n");
        return text.ToString();
    }

    private static PackageForm Lockable(PackageForm form) => form.Spec.Ecosystem != Ecosystem.Oci
        ? form
        : throw new PackageException("MB6505", $"{form.Spec} is an image: what its tag means is recorded when it is pulled", $"mcpbox pull {OciSpec.ReferenceOf(form.Spec)}");

    // A dot would make it a table within a table.
    private static string Key(string name) => name.Contains('.', StringComparison.Ordinal) ? Quoted(name) : name;

    private static string Quoted(string text) => TomlBasicString.Quote(text);
}
