using McpBox.Packages.Registries.Fetching;

namespace McpBox.Packages.Registries;

/// <summary>
/// Fetches from one registry, with the user's credentials, over TLS that is always verified. Every address that it goes to, redirects included, lies in
/// the registry's origin. Thread-safe; blocks the calling thread.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private const int Redirects = 5;

    private readonly RegistryConnection _connection;
    private readonly GatewayLimits _limits;
    private readonly TransferBudget _budget;
    private readonly HttpClient _http;

    /// <param name="budget">Shared by all clients of a build; null for one of its own.</param>
    public RegistryClient(RegistryConnection connection, GatewayLimits limits, TransferBudget? budget = null)
    {
        (_connection, _limits, _budget) = (connection, limits, budget ?? new TransferBudget(limits));
        _http = new HttpClient(RegistryHandler.Of(connection, limits)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public RegistryOrigin Origin => _connection.Origin;

    /// <summary>Fetches a file with GET.</summary>
    /// <param name="target">
    /// Percent-encoded, with a query after <c>?</c>: a path from the origin's root when it begins with one slash, else relative to
    /// <see cref="RegistryOrigin.BasePath"/>; or an absolute URL within the origin, as metadata has it. No fragment, no segment of dots.
    /// </param>
    /// <exception cref="PackageException">It cannot be had; MB6309 to MB6324.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RegistryFile Download(string target, RegistryExpectation expected, CancellationToken cancellationToken) =>
        Find(target, expected, cancellationToken) ?? throw new PackageException(RegistryRefusals.NotThere(Origin, AddressOf(target)));

    /// <summary>As <see cref="Download"/>; null when the registry answers that there is no such thing (404, 410).</summary>
    /// <exception cref="PackageException">As of <see cref="Download"/>.</exception>
    public RegistryFile? Find(string target, RegistryExpectation expected, CancellationToken cancellationToken)
    {
        var address = AddressOf(target);
        using var deadline = new Deadline(_limits.Whole, TimeProvider.System, cancellationToken);
        try
        {
            // The calling thread is one of the gateway's own; asynchronous underneath, because a blocking read cannot be given up.
            return FetchAsync(address, expected, deadline).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (FetchFailure.IsOne(failure))
        {
            throw new PackageException(FetchFailure.Of(failure, _connection, address, deadline, _limits));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<RegistryFile?> FetchAsync(Uri address, RegistryExpectation expected, Deadline deadline)
    {
        for (var hops = 0; hops <= Redirects; hops++)
        {
            _budget.TakeRequest();
            deadline.Expect(_limits.Connecting + _limits.Silence);
            using var request = Request(address, expected);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!RedirectTarget.Is(answer))
                return await AnswerBody.TakeAsync(answer, address, expected, new AnswerBody.Rules(_connection, _limits, _budget, deadline));
            address = RedirectTarget.Of(answer, address, Origin);
        }

        throw new PackageException(RegistryRefusals.RedirectsForever(Origin, address, Redirects));
    }

    private HttpRequestMessage Request(Uri address, RegistryExpectation expected)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _ = request.Headers.TryAddWithoutValidation("User-Agent", "mcpbox");
        _ = request.Headers.TryAddWithoutValidation("Accept", expected.Accept ?? "*/*");
        _ = request.Headers.TryAddWithoutValidation("Accept-Encoding", expected.Packed ? "gzip" : "identity");
        if (_connection.SendsCredentialTo(address))
            _ = request.Headers.TryAddWithoutValidation("Authorization", _connection.Credential!.Header);
        return request;
    }

    private Uri AddressOf(string target)
    {
        // What begins with two slashes names another host to whoever resolves it (RFC 3986, section 4.2).
        var absolute = target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var text = absolute ? target : target.StartsWith('/') ? Origin.Authority + target : $"{Origin}{target}";
        var problem = target.StartsWith("//", StringComparison.Ordinal) ? "it names another host" : "";
        var address = problem.Length > 0 ? null : StrictAddress.Read(text, out problem);
        if (address is null || !Origin.Contains(address))
            throw new PackageException(RegistryRefusals.TargetUnusable(target, Origin, problem.Length > 0 ? problem : "it lies elsewhere"));
        return address;
    }
}
