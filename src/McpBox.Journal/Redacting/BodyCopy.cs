using System.Buffers;

namespace McpBox.Journal.Redacting;

/// <summary>What a record says of its frame. A view, valid until the redactor is asked again.</summary>
internal readonly ref struct BodyCopy
{
    /// <summary>The body, in which the runs are still to be replaced.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>Stands as JSON; otherwise in base64.</summary>
    public required bool IsJson { get; init; }

    /// <summary>What is replaced; null for nothing.</summary>
    public List<Run>? Runs { get; init; }

    /// <summary>The record's <c>redacted</c>; 0 for none.</summary>
    public int Redacted { get; init; }

    /// <summary>The record's <c>form</c>: <c>shape</c> or <c>none</c>; empty for the body itself.</summary>
    public ReadOnlySpan<byte> Form { get; init; }

    /// <summary>Keyed hash of the frame on the wire, 64 hexadecimal digits; empty where the body is verbatim.</summary>
    public ReadOnlySpan<byte> Hash { get; init; }

    public ReadOnlySpan<byte> Id { get; init; }

    public ReadOnlySpan<byte> Method { get; init; }

    public ReadOnlySpan<byte> Tool { get; init; }

    /// <summary>The entry as it is.</summary>
    public static BodyCopy Verbatim(in JournalEntry entry, bool isJson) =>
        new() { Body = entry.Frame, IsJson = isJson, Id = entry.Id, Method = entry.Method, Tool = entry.Tool };

    /// <summary>The fields right before the body, and the body's name.</summary>
    public static void WriteFields(ref RecordHead head, scoped BodyCopy copy, scoped ReadOnlySpan<byte> name)
    {
        if (!copy.Form.IsEmpty)
            head.Word(",\"form\":"u8, copy.Form);
        if (!copy.Hash.IsEmpty)
            head.Word(",\"hmac\":"u8, copy.Hash);
        if (copy.Redacted > 0)
            head.Number(",\"redacted\":"u8, copy.Redacted);
        head.Raw(name);
    }

    public void WriteTo(RecordChain chain)
    {
        if (IsJson)
            Pieces(chain);
        else
        {
            Base64(chain);
            chain.Append("\""u8);
        }
    }

    private void Pieces(RecordChain chain)
    {
        var from = 0;
        for (var i = 0; i < (Runs?.Count ?? 0); i++)
        {
            var run = Runs![i];
            chain.Append(Body[from..run.Start]);
            chain.Advance(Marker.Write(run, chain.Reserve(Marker.Longest)));
            from = run.End;
        }

        chain.Append(Body[from..]);
    }

    private void Base64(RecordChain chain)
    {
        if (Runs is not { Count: > 0 } runs)
        {
            chain.AppendBase64(Body);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Body.Length + (runs.Count * Marker.Longest));
        var (from, length) = (0, 0);
        foreach (var run in runs)
        {
            Body[from..run.Start].CopyTo(rented.AsSpan(length));
            length += run.Start - from;
            length += Marker.Write(run, rented.AsSpan(length));
            from = run.End;
        }

        Body[from..].CopyTo(rented.AsSpan(length));
        chain.AppendBase64(rented.AsSpan(0, length + Body.Length - from));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
