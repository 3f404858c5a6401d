using McpBox.Export;

namespace McpBox.Cli.Log.Exporting;

/// <summary>What was asked for, as it was typed.</summary>
/// <param name="File">Where to write; null for stdout.</param>
/// <param name="Receiver">Where to send; null to write.</param>
/// <param name="Authority">PEM file; null for the system's authorities.</param>
internal sealed record ExportRequest(ExportFormat Format, string? File, string? Receiver, string? Authority, bool Gzip, bool Bodies)
{
    /// <exception cref="ExportException">MB4601: parts of it do not fit together; none of them is passed over.</exception>
    public void Check()
    {
        if (File is not null && Receiver is not null)
            throw Misfit("-o and --to are both given", "write to a file or send to a receiver");
        if (Receiver is not null && Format is not (ExportFormat.Otlp or ExportFormat.Syslog))
            throw Misfit("this format goes into a file and not to a receiver", "leave out --to, or use --format otlp or syslog");
        if (Authority is not null && !UsesTls)
            throw Misfit("--ca is for receivers over TLS", "use --to https://… or --to tls://…, or leave out --ca");
        if (Gzip && (Receiver is null || Format != ExportFormat.Otlp))
            throw Misfit("--gzip is for receivers of otlp", "leave it out; a file is compressed by `| gzip`");
    }

    private bool UsesTls => Receiver is { } receiver && (receiver.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || receiver.StartsWith("tls:", StringComparison.OrdinalIgnoreCase));

    private static ExportException Misfit(string what, string next) => new("MB4601", what, next);
}
