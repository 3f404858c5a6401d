using System.Net;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries;

/// <summary>Every refusal of the gateway and of fetching, in the order of its codes (docs/errors.md). What strangers wrote goes through <see cref="ShownText"/>.</summary>
internal static class RegistryRefusals
{
    /// <summary>The registry has no such thing: the one refusal that a package manager may be told as what it is.</summary>
    public const string Missing = "MB6313";

    private const string NothingTaken = "nothing of it was used";

    public static Refusal RequestUnclear(string problem) => new(
        "MB6301",
        $"a program in the build sandbox sent a request that is not answered: {problem}",
        "only GET and HEAD in plain HTTP/1.1 are; look at which program of the build asks for more");

    public static Refusal Unexpected(string what) => new(
        "MB6302", $"a request of the build sandbox could not be answered: {what}", "a defect in mcpbox; report it with `mcpbox --version`");

    public static Refusal AddressUnusable(string address, string where, string problem) => new(
        "MB6305", $"the registry's address under {where} cannot be used ({ShownText.WithoutLogin(address)}): {problem}", "correct it there");

    public static Refusal CredentialUnusable() => new(
        "MB6306",
        "a registry's token, user name or password has characters that cannot be sent",
        "look for spaces, quotation marks or line ends around it in the package manager's configuration");

    public static Refusal ProxyUnusable(string where, string problem) => new(
        "MB6307", $"the proxy under {where} cannot be used: {problem}", "http://HOST:PORT or https://HOST:PORT, with user:password@ if need be, percent-encoded");

    public static Refusal CertificatesUnreadable(string where, string problem) => new(
        "MB6308", $"{where} cannot be read as certificates: {ShownText.Of(problem)}", "it has to be PEM, and readable; a key without a password");

    public static Refusal TargetUnusable(string target, RegistryOrigin origin, string problem) => new(
        "MB6309",
        $"{ShownText.WithoutLogin(target)} is not fetched from {origin.Authority}: {problem}",
        "name the registry that has it in the package manager's configuration");

    public static Refusal Unreachable(RegistryOrigin origin, string problem, RegistryProxy? proxy) => new(
        "MB6310",
        $"{origin.Authority} cannot be reached{(proxy is null ? "" : $" (proxy {proxy})")}: {ShownText.Of(problem)}",
        "check the network, and the registry and the proxy in the package manager's configuration");

    public static Refusal TlsFails(RegistryOrigin origin, string problem, bool ownAuthorities) => new(
        "MB6311",
        $"{origin.Authority} does not prove who it is: {ShownText.Of(problem)}",
        ownAuthorities
            ? "the file of authorities in the package manager's configuration alone is trusted for it; nothing switches the check off"
            : "if it has an authority of its own, name its file in the package manager's configuration; nothing switches the check off");

    public static Refusal NotAllowed(RegistryConnection connection, Uri address, int status) => new(
        "MB6312",
        $"{Place(connection.Origin, address)} was answered with {status}: "
            + (connection.SendsCredentialTo(address) ? "the token or password that was sent does not suffice" : "no token or password was sent"),
        $"it belongs into {connection.CredentialKey}");

    public static Refusal NotThere(RegistryOrigin origin, Uri address) => new(
        Missing, $"{Place(origin, address)} does not exist", "check the name, and which registry it is looked for in");

    public static Refusal StatusUnexpected(RegistryOrigin origin, Uri address, int status) => new(
        "MB6314", $"{Place(origin, address)} was answered with {status}", status >= 500 || status == 429 ? "the registry has trouble; try again later" : NothingTaken);

    public static Refusal RedirectsElsewhere(RegistryOrigin origin, Uri from, Uri to) => new(
        "MB6315",
        $"{origin.Authority} redirects {ShownText.Of(from.AbsolutePath)} to {ShownText.WithoutLogin($"{to.Scheme}://{to.Authority}")}, which nobody named",
        "redirects are followed within the registry alone; name the registry that has the files itself");

    public static Refusal RedirectUnreadable(RegistryOrigin origin, Uri from) => new(
        "MB6316", $"{Place(origin, from)} redirects to what is no address", NothingTaken);

    public static Refusal RedirectsForever(RegistryOrigin origin, Uri last, int limit) => new(
        "MB6316", $"{origin.Authority} redirects more than {limit} times, the last time to {ShownText.Of(last.AbsolutePath)}", NothingTaken);

    public static Refusal TooLarge(RegistryOrigin origin, Uri address, long limit) => new(
        "MB6317", $"{Place(origin, address)} is larger than {ShownText.Bytes(limit)}", NothingTaken);

    public static Refusal FileTooLarge(long limit) => new("MB6317", $"a file is larger than {ShownText.Bytes(limit)}", NothingTaken);

    public static Refusal TooSlow(RegistryOrigin origin, Uri address, GatewayLimits limits) => new(
        "MB6318",
        $"{Place(origin, address)} is too slow: nothing came for {limits.Silence.TotalSeconds} s, or not all of it in {limits.Whole.TotalSeconds} s",
        "try again later, or from a nearer mirror");

    public static Refusal BodyBroken(RegistryOrigin origin, Uri address, string problem) => new(
        "MB6319", $"the answer for {Place(origin, address)} is broken: {problem}", "try again; a proxy or a mirror on the way may cut it");

    public static Refusal BuildTooLarge(long limit) => new("MB6320", $"the build has fetched more than {ShownText.Bytes(limit)}", NothingTaken);

    public static Refusal MetadataTooLarge(long limit) => new("MB6320", $"what registries say of the build's packages is more than {ShownText.Bytes(limit)}", NothingTaken);

    public static Refusal TooManyRequests(int limit) => new("MB6320", $"the build has asked registries more than {limit} times", NothingTaken);

    public static Refusal MediaTypeUnexpected(RegistryOrigin origin, Uri address, string found, IEnumerable<string> wanted) => new(
        "MB6321",
        $"{Place(origin, address)} is {ShownText.Of(found)}, and {string.Join(" or ", wanted)} was asked for",
        "check the registry's address in the package manager's configuration: this may be a page for people");

    public static Refusal EncodingUnknown(RegistryOrigin origin, Uri address, string encoding) => new(
        "MB6322", $"{Place(origin, address)} came in the encoding {ShownText.Of(encoding)}, which was not asked for", NothingTaken);

    public static Refusal ProxyFails(RegistryProxy? proxy, HttpStatusCode status) => new(
        "MB6323",
        $"the proxy {proxy} answered with {(int)status}",
        status == HttpStatusCode.ProxyAuthenticationRequired ? "user and password belong into its address: http://USER:PASSWORD@HOST:PORT" : "check the proxy's address");

    public static Refusal NoRoom(string problem) => new(
        "MB6324", $"a download cannot be kept: {ShownText.Of(problem)}", "free some space in the folder for temporary files, or point TMPDIR elsewhere");

    public static Refusal IntegrityMissing(string what, string? found) => new(
        "MB6330",
        string.IsNullOrEmpty(found) ? $"nothing says which bytes {ShownText.Of(what)} has" : $"only {ShownText.Of(found)} says which bytes {ShownText.Of(what)} has, which is too weak",
        "a hash of SHA-256 or better is required: publish it again, or use a registry that has one");

    public static Refusal IntegrityUnreadable(string what, string text) => new(
        "MB6331", $"the hash of {ShownText.Of(what)} cannot be read: {ShownText.Of(text)}", NothingTaken);

    public static Refusal IntegrityDiffers(string what, string wanted, string found) => new(
        "MB6332",
        $"{ShownText.Of(what)} has other bytes than it should have: {wanted} was expected, {found} came",
        "somebody changed it after it was locked or described; do not use it before you know who and why");

    private static string Place(RegistryOrigin origin, Uri address) => origin.Authority + ShownText.Of(address.AbsolutePath);
}
