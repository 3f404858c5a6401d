using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Packages.Registries.Inside;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries;

/// <summary>
/// Speaks HTTP/1.1 with a package manager inside a build sandbox: GET and HEAD, no bodies in requests, nothing ambiguous. What it cannot answer, it
/// refuses: with 404 where the registry has no such thing, else with 403, since package managers repeat requests after a 5xx and take their time.
/// </summary>
public sealed class RegistryGateway(IGatewayRoutes routes, GatewayLimits limits) : IBuildGateway
{
    private readonly RefusalMemory _memory = new(limits.Remembered);

    /// <summary>In the order in which they happened, each once; the first <see cref="GatewayLimits.Remembered"/>. Thread-safe.</summary>
    public ImmutableArray<Refusal> Refusals => _memory.All;

    /// <inheritdoc/>
    public void Serve(Stream connection)
    {
        try
        {
            using var stream = connection;
            var heads = new HeadReader(stream, limits.Head);
            var goesOn = true;
            while (goesOn)
                goesOn = ServeNext(heads, new AnswerWriter(stream));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The program inside is gone, or does not listen any more; the build says how it ended.
        }
        catch (Exception failure)
        {
            // Nothing of what a stranger sends may end mcpbox: this thread is its own.
            _memory.Add(RegistryRefusals.Unexpected(failure.GetType().Name));
        }
    }

    private bool ServeNext(HeadReader heads, AnswerWriter writer)
    {
        RequestHead head;
        try
        {
            if (heads.Next() is not { } bytes)
                return false;
            head = RequestHead.Parse(bytes);
        }
        catch (UnclearRequestException unclear)
        {
            // Whoever sent it may see the next request elsewhere in the bytes than we would: nothing after it is read.
            var refusal = RegistryRefusals.RequestUnclear(unclear.Message);
            _memory.Add(refusal);
            writer.Refuse(refusal, unclear.Status, isHead: false, closes: true);
            return false;
        }

        return Answer(head, writer) && !head.Closes;
    }

    private bool Answer(RequestHead head, AnswerWriter writer)
    {
        var isHead = head.Request.Method == "HEAD";
        GatewayAnswer answer;
        try
        {
            answer = routes.Answer(head.Request);
        }
        catch (PackageException refused)
        {
            return Refuse(refused.Refusal, refused.Refusal.Code == RegistryRefusals.Missing ? 404 : 403);
        }
        catch (Exception failure)
        {
            // The type alone: a message can hold what it stumbled over, such as a header's value.
            return Refuse(RegistryRefusals.Unexpected(failure.GetType().Name), 500);
        }

        using (answer)
        {
            if (AnswerWriter.Problem(answer) is { } problem)
                return Refuse(RegistryRefusals.Unexpected(problem), 500);
            if (writer.Send(answer, isHead, head.Closes))
                return true;
        }

        // The head promised more: only the end of the connection can say so now.
        _memory.Add(RegistryRefusals.Unexpected("the body of an answer ended early"));
        return false;

        bool Refuse(Refusal refusal, int status)
        {
            _memory.Add(refusal);
            writer.Refuse(refusal, status, isHead, head.Closes);
            return true;
        }
    }
}
