using System.Collections.Immutable;
using System.Globalization;
using McpBox.Posix.Processes;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Translation;

/// <summary>By which a container is known as mcpbox's own, and its owner as living or dead.</summary>
internal static class ContainerLabels
{
    public const string Session = "mcpbox.session";
    public const string Server = "mcpbox.server";
    public const string OwnerUid = "mcpbox.owner-uid";
    public const string Machine = "mcpbox.machine";
    private const string OwnerPid = "mcpbox.owner-pid";
    private const string OwnerStart = "mcpbox.owner-start";
    private const string OwnerNamespace = "mcpbox.owner-namespace";
    private const string Boot = "mcpbox.boot";

    public static ImmutableSortedDictionary<string, string> Of(SandboxPlan plan, Placement placement) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create(Session, placement.Session),
            KeyValuePair.Create(Server, plan.Name),
            KeyValuePair.Create(OwnerUid, Text(placement.OwnerUid)),
            KeyValuePair.Create(OwnerPid, Text(placement.Owner.Id)),
            KeyValuePair.Create(OwnerStart, Text(placement.Owner.Start)),
            KeyValuePair.Create(OwnerNamespace, Text(placement.Owner.Namespace)),
            KeyValuePair.Create(Boot, placement.Owner.Boot),
            KeyValuePair.Create(Machine, placement.Machine),
        ]);

    /// <summary>Whose a container is; null where the labels do not say.</summary>
    public static ProcessIdentity? Owner(IReadOnlyDictionary<string, string> labels) =>
        Number(labels, OwnerPid) is { } id and <= int.MaxValue && Number(labels, OwnerStart) is { } start
        && Number(labels, OwnerNamespace) is { } space && labels.GetValueOrDefault(Boot) is { } boot
            ? new ProcessIdentity((int)id, start, boot, space)
            : null;

    private static long? Number(IReadOnlyDictionary<string, string> labels, string name) =>
        long.TryParse(labels.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
