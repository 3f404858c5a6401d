using McpBox.Sandbox;

namespace McpBox.Packages.Images;

/// <summary>Every refusal to make an image, in the order of its codes (docs/errors.md).</summary>
public static class BakeRefusals
{
    public static Refusal NotLocked(string spec, string name) => new(
        "MB6601", $"{spec} is not locked, so nobody knows which bytes to put into an image", $"mcpbox lock {name}");

    public static Refusal NotLockedFor(string spec, string image, string name) => new(
        "MB6601", $"{spec} is locked for other images than {image}, and not for the host", $"mcpbox lock --image {image} {name}");

    public static Refusal NotBuilt(string spec, string name) => new("MB6602", $"{spec} is locked and not built on this machine", $"mcpbox lock {name} builds what is locked");

    public static Refusal NoBase(string name) => new(
        "MB6603", $"no image is named that {name} is to be put onto", "--base IMAGE, or --base ./FILE.tar for an archive of docker save; or image = \"REF\" under [container]");

    public static Refusal BaseUnreadable(string cause) => new(
        "MB6604", $"the base is no sound archive of one image: {cause}", "make it anew: docker save -o FILE.tar IMAGE, with one image alone");

    public static Refusal OtherPlatform(string platform, string toolchain) => new(
        "MB6605", $"the base is for {platform}, and the package was built for \"{toolchain}\"", "name a base for the same system and processor");

    public static Refusal NativeElsewhere(string file, string toolchain, string image) => new(
        "MB6606",
        $"the package has machine code ({file}), was built with \"{toolchain}\", and the base is {image}",
        "lock it with that image: image = \"REF\" under [container] of the server, then mcpbox lock; machine code runs where it was built");

    public static Refusal NoProgram(string program) => new("MB6607", $"the base has no program {program}, which starts the package", "name a base that has it");

    public static Refusal NoPlace(string cause) => new("MB6608", $"the package cannot be laid over the base: {cause}", "name another base; a package with such a file cannot be in an image");

    public static Refusal NotLoaded(string cause) => new("MB6609", $"the daemon did not take the image over: {cause}", "the message is the daemon's own; its log may say more");

    public static Refusal IsImage(string name, string image) => new("MB6614", $"{name} is the image {image} already: there is nothing to build", "mcpbox lock records its digest");

    public static Refusal NotWritten(string path, string cause) => new("MB6610", $"{path} cannot be written: {cause}", "free some space, or name a place that is yours");
}
