using System.Collections.Concurrent;
using System.Text;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Tests.Hosting;

/// <summary>Answers every request by one function, and remembers them.</summary>
internal sealed class FixedRoutes(Func<GatewayRequest, GatewayAnswer> answer) : IGatewayRoutes
{
    private readonly ConcurrentQueue<GatewayRequest> _requests = new();

    public FixedRoutes(string text)
        : this(_ => new GatewayAnswer(200, "text/plain", new MemoryStream(Encoding.UTF8.GetBytes(text))))
    {
    }

    public IReadOnlyList<GatewayRequest> Requests => [.. _requests];

    public GatewayAnswer Answer(GatewayRequest request)
    {
        _requests.Enqueue(request);
        return answer(request);
    }
}
