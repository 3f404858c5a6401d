using McpBox.Packages.Registries;
using McpBox.Sandbox;

namespace McpBox.Packages.NuGet;

/// <summary>Every refusal of the NuGet part, in the order of its codes (docs/errors.md). What strangers wrote goes through <see cref="ShownText"/>.</summary>
internal static class NuGetRefusals
{
    public static Refusal ConfigUnreadable(string file, string problem) => new(
        "MB6450", $"NuGet's configuration {file} cannot be used: {ShownText.Of(problem)}", "`dotnet nuget list source` shows what NuGet makes of it");

    public static Refusal NoSource(string id) => new(
        "MB6451", $"no source of NuGet's configuration may have {id}", "`dotnet nuget list source`; look at packageSourceMapping and disabled sources as well");

    public static Refusal SpecUnusable(string spec) => new("MB6452", $"{spec} is no package that NuGet could be asked for", "ID or ID@1.2.3, an exact version");

    public static Refusal NoPackage(string id, string version, string sources) => new(
        "MB6453", $"there is no package {ShownText.Of($"{id} {version}".Trim())} on {sources}", "check id and version; a prerelease has to be asked for by its version");

    public static Refusal NotAFeed(string source, string problem) => new(
        "MB6454", $"{source} does not answer as a NuGet v3 feed: {ShownText.Of(problem)}", "the source has to be the address of the feed's index.json, with all of its resources on the same scheme, host and port");

    public static Refusal TooYoung(string id, string version, DateTimeOffset published) => new(
        "MB6455", $"{id} {version} was published at {published.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which is more recent than min_age allows", "wait, ask for an older version, or lower min_age under [package] of the profile");

    public static Refusal NoTime(string id, string version, string source) => new(
        "MB6456", $"{source} does not say when {id} {version} was published, so that its age cannot be known", "min_age = \"0s\" under [package] of the profile lifts the gate");

    public static Refusal Withdrawn(string id, string version, string how) => new(
        "MB6457", $"{id} {version} is {how}", "ask for another version; allow_deprecated = true under [package] of the profile takes it all the same");

    public static Refusal NotATool(string id, string version, string problem) => new(
        "MB6458", $"{id} {version} is no .NET tool that can be run here: {ShownText.Of(problem)}", "a package that `dnx` runs has tools/FRAMEWORK/RID/DotnetToolSettings.xml");

    public static Refusal OtherPackage(string file, string problem) => new("MB6459", $"{ShownText.Of(file)} is not what it is called: {ShownText.Of(problem)}", "the feed has something else under this name");

    public static Refusal LockUnreadable(string id, string problem) => new("MB6460", $"the lock of {id} cannot be used: {ShownText.Of(problem)}", "`mcpbox lock` writes it anew");

    public static Refusal OtherRuntime(string id, string locked, string here) => new("MB6461", $"{id} is locked for {ShownText.Of(locked)}, and this is {here}", "`mcpbox lock` locks it for this one as well");

    public static Refusal NoRuntime(string output) => new("MB6462", $"dotnet does not run in the build sandbox: {ShownText.Of(output)}", "install a .NET runtime where others can read it, as Debian's packages do");
}
