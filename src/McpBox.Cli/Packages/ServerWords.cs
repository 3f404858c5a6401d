using System.Collections.Immutable;
using McpBox.Packages;
using McpBox.Packages.Forms;
using McpBox.Packages.Specs;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>What a server's words mean: a program, an image, or a package of a registry. Nothing is looked up.</summary>
/// <param name="Server">With an image's words rebuilt under its profile; of a package the arguments are the server's own, and there is no command.</param>
/// <param name="Spec">The package; null for everything else.</param>
/// <param name="Remarks">What was left out of a command line, for people.</param>
internal sealed record ServerWords(ServerDefinition Server, PackageSpec? Spec, ImmutableArray<string> Remarks)
{
    /// <summary>The reference of the image that it runs in, null for none: of an image that is a server itself, what the lock file says of it.</summary>
    /// <exception cref="PackageException">The lock file cannot be read or believed.</exception>
    public string? ImageToRun(PackageParts parts) => Server.Profile.Container.Image is { } image && Spec is null ? ImageLocking.Pinned(parts, image) : Server.Profile.Container.Image;

    /// <exception cref="PackageException">They are of a known form, and part of it is refused.</exception>
    public static ServerWords Of(ServerDefinition declared)
    {
        if (declared.Spec is { } text)
            return OfSpec(declared, SpecReader.Read(text));

        // With an image the command is one of the image's own, whatever it is called.
        if (declared.Command is null || declared.Profile.Container.Image is not null)
            return new ServerWords(declared, null, []);
        return CommandForms.Read([declared.Command, .. declared.Args]) switch
        {
            PackageForm package => new ServerWords(
                declared with { Command = null, Args = package.Arguments, Profile = package.DeniesScripts ? WithoutScripts(declared.Profile) : declared.Profile }, package.Spec, package.Remarks),
            ContainerForm container => new ServerWords(ContainerServer.Of(declared, container), null, container.Remarks),
            _ => new ServerWords(declared, null, []),
        };
    }

    private static Profile WithoutScripts(Profile profile) => profile with { Package = profile.Package with { Scripts = "deny" } };

    private static ServerWords OfSpec(ServerDefinition declared, PackageSpec spec)
    {
        if (spec.Ecosystem != Ecosystem.Oci)
            return new ServerWords(declared, spec, []);
        var profile = declared.Profile;
        if (profile.Container.Image is { } image)
            throw new PackageException("MB6508", $"{spec} is an image, and the image {image} is named as well", "leave one of them out");
        return new ServerWords(
            declared with { Spec = null, Profile = profile with { Container = profile.Container with { Image = OciSpec.ReferenceOf(spec) } } }, null, []);
    }
}
