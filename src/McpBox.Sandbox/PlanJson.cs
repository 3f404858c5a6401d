using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpBox.Sandbox;

/// <summary>
/// The canonical JSON of a plan: UTF-8, keys in ordinal order, no whitespace, so that equal plans have equal bytes. It says what the sandbox
/// allows and nothing that may be secret: of the environment it has names and sources, and values only where mcpbox itself chose them.
/// <see cref="PlanMount.Reason"/> is left out: it is for people, and a line that moved in a file does not change the sandbox.
/// </summary>
public static class PlanJson
{
    // Raised when a key is added, removed or changes its meaning.
    private const int Version = 2;

    /// <summary>The canonical JSON, UTF-8 without a byte order mark.</summary>
    public static byte[] Write(SandboxPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WritePlan(json, plan);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256 of <see cref="Write"/>, 64 lower case hexadecimal digits.</summary>
    public static string Sha256(SandboxPlan plan) => Convert.ToHexStringLower(SHA256.HashData(Write(plan)));

    private static void WritePlan(Utf8JsonWriter json, SandboxPlan plan)
    {
        json.WriteStartObject();
        json.WriteStartArray("command");
        foreach (var argument in plan.Command)
            json.WriteStringValue(argument);
        json.WriteEndArray();
        WriteEnvironment(json, plan);
        json.WriteString("home", plan.Home);
        json.WriteNumber("home_size", plan.HomeSize);
        WriteHosts(json, plan);
        WriteImage(json, plan);
        WriteLimits(json, plan.Limits);
        WriteListeners(json, plan);
        WriteMounts(json, plan);
        json.WriteString("name", plan.Name);
        json.WriteString("network", PlanWords.Of(plan.Network));
        json.WriteString("profile", plan.Profile);
        if (plan.Resolver is { } resolver)
            json.WriteString("resolver", resolver);
        json.WriteString("run_as", PlanWords.Of(plan.RunAs));
        if (plan.Image is not null)
        {
            json.WriteString("runtime", plan.Runtime);
            json.WriteString("stdio", PlanWords.Of(plan.Stdio));
        }

        json.WriteNumber("tmp_size", plan.TmpSize);
        json.WriteNumber("v", Version);
        json.WriteString("working_directory", plan.WorkingDirectory);
        json.WriteEndObject();
    }

    private static void WriteEnvironment(Utf8JsonWriter json, SandboxPlan plan)
    {
        json.WriteStartObject("environment");
        foreach (var (name, value) in plan.Environment.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var source = plan.EnvironmentSources.GetValueOrDefault(name, EnvironmentSource.Pass);
            json.WriteStartObject(name);
            json.WriteString("source", PlanWords.Of(source));
            if (source is EnvironmentSource.Fixed or EnvironmentSource.Image)
                json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteHosts(Utf8JsonWriter json, SandboxPlan plan)
    {
        if (plan.Hosts.IsEmpty)
            return;
        json.WriteStartArray("hosts");
        foreach (var host in plan.Hosts)
        {
            json.WriteStartObject();
            json.WriteString("address", host.Address);
            json.WriteString("name", host.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // The reference is left out: the digest says what runs, and a tag may say the same tomorrow of something else.
    private static void WriteImage(Utf8JsonWriter json, SandboxPlan plan)
    {
        if (plan.Image is not { } image)
            return;
        json.WriteStartObject("image");
        json.WriteString("digest", image.Digest);
        json.WriteString("id", image.Id);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, PlanLimits limits)
    {
        json.WriteStartObject("limits");
        json.WriteNumber("cpus", limits.Cpus);
        json.WriteNumber("file_size", limits.FileSize);
        json.WriteNumber("memory", limits.Memory);
        json.WriteNumber("open_files", limits.OpenFiles);
        json.WriteNumber("pids", limits.Pids);
        json.WriteBoolean("require_cgroup", limits.RequireCgroup);
        json.WriteEndObject();
    }

    private static void WriteListeners(Utf8JsonWriter json, SandboxPlan plan)
    {
        if (plan.Listeners.IsEmpty)
            return;
        json.WriteStartArray("listeners");
        foreach (var listener in plan.Listeners)
            json.WriteStringValue(listener.ToString());
        json.WriteEndArray();
    }

    private static void WriteMounts(Utf8JsonWriter json, SandboxPlan plan)
    {
        json.WriteStartArray("mounts");
        foreach (var mount in plan.Mounts)
        {
            json.WriteStartObject();
            json.WriteString("source", mount.Source);
            json.WriteString("target", mount.Target);
            json.WriteBoolean("writable", mount.Writable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
