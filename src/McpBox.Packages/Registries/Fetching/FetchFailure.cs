using System.Net;
using System.Security.Authentication;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>What an exception of the network means, in words that hold nothing of what was sent.</summary>
internal static class FetchFailure
{
    public static bool IsOne(Exception failure) => failure is HttpRequestException or IOException or OperationCanceledException or InvalidDataException;

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static Refusal Of(Exception failure, RegistryConnection connection, Uri address, Deadline deadline, GatewayLimits limits)
    {
        var origin = connection.Origin;
        if (deadline.Passed())
            return RegistryRefusals.TooSlow(origin, address, limits);
        return failure switch
        {
            OperationCanceledException => RegistryRefusals.Unreachable(origin, $"no connection within {limits.Connecting.TotalSeconds} s", connection.Proxy),
            InvalidDataException => RegistryRefusals.BodyBroken(origin, address, "it is no valid gzip"),
            HttpRequestException request => Of(request, connection, address),
            HttpIOException broken => RegistryRefusals.BodyBroken(origin, address, Of(broken.HttpRequestError)),
            _ => RegistryRefusals.BodyBroken(origin, address, "the connection broke"),
        };
    }

    private static Refusal Of(HttpRequestException failure, RegistryConnection connection, Uri address) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => RegistryRefusals.Unreachable(connection.Origin, "its name cannot be resolved", connection.Proxy),
        HttpRequestError.SecureConnectionError => RegistryRefusals.TlsFails(connection.Origin, Tls(failure), connection.Authorities is not null),
        HttpRequestError.ProxyTunnelError => RegistryRefusals.ProxyFails(connection.Proxy, failure.StatusCode ?? HttpStatusCode.BadGateway),
        HttpRequestError.ConnectionError => RegistryRefusals.Unreachable(connection.Origin, Root(failure).Message, connection.Proxy),
        _ => RegistryRefusals.BodyBroken(connection.Origin, address, Of(failure.HttpRequestError)),
    };

    private static string Of(HttpRequestError error) => error switch
    {
        HttpRequestError.ResponseEnded => "it ends before its end",
        HttpRequestError.ConfigurationLimitExceeded => "its head is too long",
        HttpRequestError.InvalidResponse => "it is no valid HTTP",
        _ => "the connection broke",
    };

    private static string Tls(Exception failure) =>
        failure.InnerException is AuthenticationException refused ? refused.Message : Root(failure).Message;

    private static Exception Root(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure;
    }
}
