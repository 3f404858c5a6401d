using System.IO.Compression;
using System.Net.Http.Headers;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>From the head of a registry's answer to a file, or to a refusal.</summary>
internal static class AnswerBody
{
    private const string Unknown = "application/octet-stream";

    /// <summary>What every answer of one fetch has to keep to.</summary>
    public sealed record Rules(RegistryConnection Connection, GatewayLimits Limits, TransferBudget Budget, Deadline Deadline)
    {
        public RegistryOrigin Origin => Connection.Origin;
    }

    /// <returns>Null when the registry has no such thing.</returns>
    public static async Task<RegistryFile?> TakeAsync(HttpResponseMessage answer, Uri address, RegistryExpectation expected, Rules rules)
    {
        var status = (int)answer.StatusCode;
        if (status is 404 or 410)
            return null;
        if (status is 401 or 403)
            throw new PackageException(RegistryRefusals.NotAllowed(rules.Connection, address, status));
        if (status == 407)
            throw new PackageException(RegistryRefusals.ProxyFails(rules.Connection.Proxy, answer.StatusCode));
        if (status != 200)
            throw new PackageException(RegistryRefusals.StatusUnexpected(rules.Origin, address, status));

        var mediaType = MediaType(answer.Content.Headers);
        if (!expected.MediaTypes.IsEmpty && !expected.MediaTypes.Contains(mediaType))
            throw new PackageException(RegistryRefusals.MediaTypeUnexpected(rules.Origin, address, mediaType, expected.MediaTypes));
        return await ReadAsync(answer, address, mediaType, expected.Limit ?? rules.Limits.Answer, rules);
    }

    private static async Task<RegistryFile> ReadAsync(HttpResponseMessage answer, Uri address, string mediaType, long limit, Rules rules)
    {
        var length = answer.Content.Headers.ContentLength;
        if (Lengths(answer) > 1)
            throw new PackageException(RegistryRefusals.BodyBroken(rules.Origin, address, "it has two lengths"));
        if (length > limit)
            throw new PackageException(RegistryRefusals.TooLarge(rules.Origin, address, limit));

        // Without a length its end cannot be told from a break (RFC 9112, section 8).
        if (length is null && answer.Headers.TransferEncodingChunked != true)
            throw new PackageException(RegistryRefusals.BodyBroken(rules.Origin, address, "it says neither how long it is nor where it ends"));
        var packed = IsPacked(answer, address, rules.Origin);
        await using var wire = new WireStream(await answer.Content.ReadAsStreamAsync(rules.Deadline.Token), limit, rules.Budget, rules.Deadline, rules.Limits.Silence)
        {
            TooMuch = RegistryRefusals.TooLarge(rules.Origin, address, limit),
        };
        if (!packed)
            return await CopyAsync(wire, address, mediaType, limit, rules, counted: true);
        await using var unpacked = new GZipStream(wire, CompressionMode.Decompress, leaveOpen: true);
        return await CopyAsync(unpacked, address, mediaType, limit, rules, counted: false);
    }

    private static async Task<RegistryFile> CopyAsync(Stream body, Uri address, string mediaType, long limit, Rules rules, bool counted)
    {
        using var sink = new FileSink();
        var buffer = new byte[1 << 16];
        for (int count; (count = await body.ReadAsync(buffer, rules.Deadline.Token)) > 0;)
        {
            if (!counted)
                rules.Budget.TakeBytes(count);
            if (sink.Length + count > limit)
                throw new PackageException(RegistryRefusals.TooLarge(rules.Origin, address, limit));
            Keep(sink, buffer.AsSpan(0, count));
        }

        return sink.Finish(mediaType, address);
    }

    private static void Keep(FileSink sink, ReadOnlySpan<byte> bytes)
    {
        try
        {
            sink.Write(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(RegistryRefusals.NoRoom(failure.Message));
        }
    }

    // Of two lengths, whoever stands between us and the registry may have taken the other (RFC 9112, section 6.3).
    private static int Lengths(HttpResponseMessage answer) =>
        (answer.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths) ? lengths.Count : 0)
        + (answer.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var codings) ? codings.Count : 0);

    private static bool IsPacked(HttpResponseMessage answer, Uri address, RegistryOrigin origin)
    {
        var encoding = string.Join(',', answer.Content.Headers.ContentEncoding).ToLowerInvariant();
        return encoding switch
        {
            "" or "identity" => false,
            "gzip" or "x-gzip" => true,
            _ => throw new PackageException(RegistryRefusals.EncodingUnknown(origin, address, encoding)),
        };
    }

    // It is sent on into the sandbox: type and subtype of plain letters, or none.
    private static string MediaType(HttpContentHeaders headers)
    {
        var raw = headers.NonValidated.TryGetValues("Content-Type", out var values) && values.Count == 1 ? values.ToString().Split(';')[0].Trim() : "";
        return MediaTypeHeaderValue.TryParse(raw, out var parsed) && parsed.MediaType is { } type && type.All(char.IsAscii) ? type.ToLowerInvariant() : Unknown;
    }
}
