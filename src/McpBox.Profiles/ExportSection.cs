namespace McpBox.Profiles;

/// <summary><c>[export]</c> of the config: who hears of calls while they happen. What the addresses mean is known to whoever sends.</summary>
public sealed record ExportSection
{
    /// <summary>A receiver of OTLP over HTTP; null for none.</summary>
    public string? Otlp { get; init; }

    /// <summary>A receiver of syslog; null for none.</summary>
    public string? Syslog { get; init; }

    /// <summary>PEM file of the authorities that may sign the receivers' certificates; null for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>Where it stands.</summary>
    public Origin Origin { get; init; } = Origin.CommandLine;
}
