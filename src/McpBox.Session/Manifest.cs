using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Session;

/// <summary>The first record of a journal: what was run, by which means, on what.</summary>
internal static class Manifest
{
    /// <returns>One JSON object without CR or LF.</returns>
    public static byte[] Write(SessionRequest request, ISandbox sandbox, uint clientPid, string clientName)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("session"u8, request.SessionId);
        json.WriteString("server"u8, request.Plan.Name);
        json.WriteString("profile"u8, request.Plan.Profile);
        json.WriteString("mcpbox"u8, request.Version);
        if (request.Package.Count > 0)
        {
            json.WriteStartObject("package"u8);
            foreach (var (key, value) in request.Package)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteStartArray("argv"u8);
        foreach (var argument in request.Plan.Command)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteString("plan_sha256"u8, PlanJson.Sha256(request.Plan));
        json.WritePropertyName("plan"u8);
        json.WriteRawValue(PlanJson.Write(request.Plan));
        json.WriteStartObject("engine"u8);
        json.WriteString("name"u8, request.Engine.Name);
        json.WriteString("why"u8, request.EngineReason);
        json.WriteStartObject("facts"u8);
        foreach (var (key, value) in sandbox.Facts)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("probe"u8);
        foreach (var finding in sandbox.Probe.Findings)
        {
            json.WriteString(finding.Check, finding.Observed);
        }

        json.WriteEndObject();
        json.WriteStartObject("host"u8);
        json.WriteString("name"u8, Environment.MachineName);
        json.WriteString("os"u8, RuntimeInformation.OSDescription);
        json.WriteString("arch"u8, RuntimeInformation.OSArchitecture.ToString());
        json.WriteEndObject();
        json.WriteStartObject("user"u8);
        json.WriteNumber("uid"u8, Caller.EffectiveUserId());
        json.WriteString("name"u8, Environment.UserName);
        json.WriteEndObject();
        json.WriteNumber("pid"u8, Environment.ProcessId);
        json.WriteStartObject("client"u8);
        json.WriteNumber("pid"u8, clientPid);
        json.WriteString("name"u8, clientName);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
