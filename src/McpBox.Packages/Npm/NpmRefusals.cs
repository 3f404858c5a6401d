using McpBox.Packages.Registries;
using McpBox.Sandbox;

namespace McpBox.Packages.Npm;

/// <summary>Every refusal of npm packages, in the order of its codes (docs/errors.md). What strangers wrote goes through <see cref="ShownText"/>.</summary>
internal static class NpmRefusals
{
    private const string Nothing = "nothing of it was used; tell the package's author";

    public static Refusal NoNpm(string problem) => new("MB6401", $"npm's own configuration cannot be read: {ShownText.Of(problem)}", "install npm, so that `npm config list` works in this shell");

    public static Refusal SpecRefused(string what, string problem) => new(
        "MB6403", $"{ShownText.Of(what)} cannot be looked up in a registry: {problem}", "npm:NAME, npm:NAME@1.2.3, npm:NAME@^1.2 or npm:NAME@TAG");

    public static Refusal NoVersion(string name, string wanted) => new(
        "MB6404", $"no version of {ShownText.Of(name)} matches {ShownText.Of(wanted)}", "check the version; without one the newest is taken");

    public static Refusal TooYoung(string problem) => new(
        "MB6405", problem, "wait, ask for the older version, or lower `min_age` under [package] of the profile (\"0s\" is off)");

    public static Refusal Deprecated(string what, string reason) => new(
        "MB6406", $"{ShownText.Of(what)} is deprecated: {ShownText.Of(reason)}", "ask for another version, or set `allow_deprecated = true` under [package] of the profile");

    public static Refusal TarballElsewhere(string what, string address, RegistryOrigin origin) => new(
        "MB6407", $"the tarball of {ShownText.Of(what)} is said to lie at {ShownText.WithoutLogin(address)}, which is not {origin.Authority}", "name the registry that has it in npm's configuration");

    public static Refusal NotFromRegistry(string owner, string dependency, string wanted) => new(
        "MB6408", $"{ShownText.Of(owner)} wants {ShownText.Of(dependency)} from {ShownText.WithoutLogin(wanted)}, which no registry has a hash of", Nothing);

    public static Refusal MetadataBroken(string name, string problem) => new("MB6409", $"what the registry says about {ShownText.Of(name)} cannot be read: {problem}", Nothing);

    public static Refusal NotAsked(string path) => new("MB6410", $"the build asked for {ShownText.Of(path)}, which is no package or tarball of a registry", Nothing);

    public static Refusal NotLocked(string what) => new("MB6411", $"the build asked for {ShownText.Of(what)}, which the lock does not have", "lock it again: `mcpbox lock NAME`");

    public static Refusal LockBroken(string problem) => new("MB6412", $"the lock of an npm package cannot be used: {ShownText.Of(problem)}", "lock it again: `mcpbox lock NAME`");

    public static Refusal NpmFailed(string what, int exitCode, string output) => new(
        "MB6413", $"{what} ended with {exitCode}: {ShownText.Of(Tail(output))}", exitCode == 124 ? "its time was over; try again" : "look at what it said above");

    public static Refusal OtherToolchain(string locked, string here) => new(
        "MB6414", $"the lock is for {ShownText.Of(locked)}, and this is {ShownText.Of(here)}", "lock it for this toolchain, too: `mcpbox lock NAME`");

    public static Refusal NoProgram(string name, string problem) => new("MB6415", $"{ShownText.Of(name)} cannot be started: {ShownText.Of(problem)}", "name one of its programs: npm:NAME#PROGRAM");

    public static Refusal TreeRefused(string path, string problem) => new("MB6416", $"the build left {ShownText.Of(path)}, {problem}", Nothing);

    public static Refusal ConfigRefused(string problem, string hint) => new("MB6417", $"npm's configuration cannot be followed: {ShownText.Of(problem)}", hint);

    private static string Tail(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "it said nothing" : string.Join(" / ", lines.TakeLast(3));
    }
}
