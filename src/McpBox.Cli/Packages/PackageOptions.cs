using System.CommandLine;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>How the commands about packages are told which ones.</summary>
internal sealed class PackageOptions(string description)
{
    private readonly Argument<string[]> _names = new("NAME|SPEC") { Arity = ArgumentArity.ZeroOrMore, Description = description };
    private readonly Option<bool> _all = new("--all") { Description = "Every server of config.toml that is a package" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile for a package that no server stands for (default: strict)", HelpName = "NAME" };
    private readonly Option<string?> _image = new("--image") { Description = "Build with an image's toolchain (default: the profile's, if it has one)", HelpName = "REF" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_names);
        command.Options.Add(_all);
        command.Options.Add(_profile);
        command.Options.Add(_image);
    }

    public IReadOnlyList<string> Names(ParseResult parsed) => parsed.GetValue(_names) ?? [];

    public bool All(ParseResult parsed) => parsed.GetValue(_all);

    public PackageSubjects Subjects(ParseResult parsed, Configuration configuration) =>
        new(configuration, parsed.GetValue(_profile), parsed.GetValue(_image));
}
