using System.Globalization;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Api;

/// <summary>A version of the Engine API, such as 1.41.</summary>
internal readonly record struct ApiVersion(int Major, int Minor)
{
    /// <summary>Docker 19.03, the first whose API has all that mcpbox asks for.</summary>
    public static ApiVersion Oldest { get; } = new(1, 40);

    /// <summary>Docker 27.5: the newest whose description was read for this client. Newer daemons speak it as well.</summary>
    public static ApiVersion Newest { get; } = new(1, 47);

    public static ApiVersion? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new ApiVersion(major, minor)
            : null;
    }

    /// <summary>The version to talk: the newest that both sides know.</summary>
    /// <param name="spoken"><c>ApiVersion</c> of the daemon's answer to <c>/version</c>.</param>
    /// <param name="minimum"><c>MinAPIVersion</c> of the same; null when it names none.</param>
    /// <exception cref="DockerException">MB2205: there is none.</exception>
    public static ApiVersion Negotiate(DockerEndpoint endpoint, string? spoken, string? minimum)
    {
        if (Parse(spoken) is not { } newest)
            throw new DockerException(ApiRefusals.NotADaemon(endpoint, "its answer to /version names no API version"));
        if (newest < Oldest)
            throw new DockerException(ApiRefusals.DaemonTooOld(endpoint, newest));
        if (Parse(minimum) is { } least && least > Newest)
            throw new DockerException(ApiRefusals.DaemonTooNew(endpoint, least));
        return newest < Newest ? newest : Newest;
    }

    public static bool operator <(ApiVersion left, ApiVersion right) =>
        left.Major < right.Major || (left.Major == right.Major && left.Minor < right.Minor);

    public static bool operator >(ApiVersion left, ApiVersion right) => right < left;

    public override string ToString() => $"{Major}.{Minor}";
}
