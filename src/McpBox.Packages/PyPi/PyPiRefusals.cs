using McpBox.Packages.Registries;
using McpBox.Sandbox;

namespace McpBox.Packages.PyPi;

/// <summary>Every refusal of the PyPI part, in the order of its codes (docs/errors.md). What strangers wrote goes through <see cref="ShownText"/>.</summary>
internal static class PyPiRefusals
{
    public static Refusal ConfigUnreadable(string file, string problem) => new(
        "MB6430", $"pip's configuration {file} cannot be read: {ShownText.Of(problem)}", "`python3 -m pip config debug` shows what pip makes of it");

    public static Refusal ConfigNotHonoured(string where, string problem) => new(
        "MB6431", $"pip's configuration says what mcpbox cannot honour, {where}: {problem}", "remove it there, or set PIP_CONFIG_FILE to a file without it for mcpbox");

    public static Refusal NoIndexConfigured() => new(
        "MB6431",
        "pip's configuration names no index, and an image's word for one is not believed",
        "set index-url in pip's configuration; a name belongs to the first index that has it, index-url before extra-index-url, so put your own first");

    public static Refusal SpecUnusable(string spec) => new(
        "MB6432", $"{spec} is no package that pip could be asked for", "NAME, NAME@1.2.3, NAME==1.2.3, NAME>=1.2,<2, NAME[extra]==1.2.3; addresses, paths and markers are not taken");

    public static Refusal NoPip(string output) => new(
        "MB6433", $"python3 has no pip that can be used in the build sandbox: {ShownText.Of(output)}", "pip 22.2 or later for the python3 that is found outside of version managers: Debian's package is python3-pip");

    public static Refusal NoProject(string name, string indexes) => new(
        "MB6434", $"there is no package {name} on {indexes}", "check the name; another index goes into pip's configuration (index-url, extra-index-url)");

    public static Refusal NoUploadTime(string name, string version, string index) => new(
        "MB6435",
        $"{index} does not say when {name} {version} was uploaded, so that its age cannot be known",
        "min_age = \"0s\" under [package] of the profile lifts the gate; an index that gives upload-time (PEP 700) needs no such thing");

    public static Refusal TooYoung(string name, string version, DateTimeOffset uploaded, TimeSpan least) => new(
        "MB6436",
        $"{name} {version} was uploaded at {uploaded.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which is less than {Age(least)} ago",
        "wait, ask for an older version, or lower min_age under [package] of the profile");

    public static Refusal Yanked(string name, string version, string reason) => new(
        "MB6437",
        $"{name} {version} was withdrawn by its makers or its index{(reason.Length > 0 ? $": {ShownText.Of(reason)}" : "")}",
        "ask for another version; allow_deprecated = true under [package] of the profile takes it all the same");

    public static Refusal NoWheel(string name, string version, string problem) => new(
        "MB6438", $"{name} {version} {problem}", "source archives run their makers' code while they are built, so that they are not taken; ask for a version with a wheel");

    public static Refusal NoHash(string name, string file, string index) => new(
        "MB6439", $"{index} gives no SHA-256 for {ShownText.Of(file)} of {name}", "the index has to give one; a file that nothing speaks for is not taken");

    public static Refusal ForeignFile(string name, string file, string host, string index) => new(
        "MB6440",
        $"{index} has {ShownText.Of(file)} of {name} on another host: {ShownText.WithoutLogin(host)}",
        "files are taken from their index's own scheme, host and port only, and pip's own default index from the one host that pip knows for it");

    public static Refusal NoIndex(string name, string index, string problem) => new(
        "MB6441", $"what {index} answers for {name} is no page of a package index: {ShownText.Of(problem)}", "look whether index-url of pip's configuration ends where the index begins, most often in /simple");

    public static Refusal OtherBytes(string name, string version, string index) => new(
        "MB6442",
        $"{index} has other files of {name} {version} than the lock: somebody replaced them, or it is another index",
        "find out why before anything else; `mcpbox update` locks what is there now, and shows it first");

    public static Refusal Gone(string name, string version) => new(
        "MB6443", $"no index has the locked file of {name} {version} any more", "`mcpbox update` locks what is there now, and shows it first");

    public static Refusal NotLocked(string path) => new(
        "MB6444", $"pip asks for what the lock does not have: {ShownText.Of(path)}", "a defect in mcpbox or in pip; report it with both versions");

    public static Refusal PipFailed(string what, string output) => new(
        "MB6445", $"pip could not {what}: {ShownText.Of(output)}", "the same command of pip outside of mcpbox says more");

    public static Refusal LockUnreadable(string name, string problem) => new(
        "MB6446", $"the lock of {name} cannot be used: {ShownText.Of(problem)}", "`mcpbox lock` writes it anew");

    public static Refusal NoProgram(string name, string problem, string hint) => new("MB6447", $"{name} {ShownText.Of(problem)}", ShownText.Of(hint));

    public static Refusal InFolder(string name, string folder) => new(
        "MB6448",
        $"{name} is in {folder}, a folder that pip's find-links names, and mcpbox takes packages from indexes only: the same name elsewhere may be somebody else's",
        "put it on an index, or take the folder out of find-links");

    public static Refusal OtherPython(string name, string locked, string here) => new(
        "MB6449", $"{name} is locked for {ShownText.Of(locked)}, and this is {here}", "`mcpbox lock` locks it for this Python as well");

    private static string Age(TimeSpan age) => age.TotalDays >= 1 ? $"{age.TotalDays:0.#} days" : age.TotalHours >= 1 ? $"{age.TotalHours:0.#} hours" : $"{age.TotalMinutes:0.#} minutes";
}
