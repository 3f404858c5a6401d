using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Engines.Docker.Translation.Seccomp;

/// <summary>
/// The filter as container engines read it (https://docs.docker.com/engine/security/seccomp/; the fields are those of
/// profiles/seccomp in moby and of pkg/seccomp in containers/common).
/// </summary>
internal static class SeccompJson
{
    private const string Allow = "SCMP_ACT_ALLOW";
    private const string Fail = "SCMP_ACT_ERRNO";

    /// <summary>The document, UTF-8, without a line break.</summary>
    public static string Text { get; } = Write(SyscallDecisions.Policy);

    internal static string Write(SyscallDecisions decisions)
    {
        var buffer = new ArrayBufferWriter<byte>(32 << 10);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("defaultAction", Fail);

            // Engines before 2022 do not know this field and answer EPERM instead, at which C libraries do not fall back. For them every system
            // call that is not there is listed too; of those that are there in part (socket, clone …) the other part then fails with EPERM. To
            // list that as well would be hundreds of rules more, and a program longer than gVisor's, or a kernel's, limit.
            json.WriteNumber("defaultErrnoRet", SeccompPolicy.UnlistedErrno);
            WriteArchitectures(json);
            json.WriteStartArray("syscalls");
            WriteSyscalls(json, decisions.Allowed, Allow, null);
            WriteSyscalls(json, decisions.Denied, Fail, SeccompPolicy.DeniedErrno);
            foreach (var rule in SeccompPolicy.Pretended)
                WriteRule(json, [rule.Syscall], ArgumentCube.Of(rule), Fail, 0);
            WriteNames(json, UnlistedSyscalls.Names, Fail, SeccompPolicy.UnlistedErrno);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The engine picks its own machine's; without sub-architectures a call by i386's, x32's or arm's numbers kills.</summary>
    private static void WriteArchitectures(Utf8JsonWriter json)
    {
        json.WriteStartArray("archMap");
        foreach (var architecture in new[] { "SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64" })
        {
            json.WriteStartObject();
            json.WriteString("architecture", architecture);
            json.WriteStartArray("subArchitectures");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSyscalls(
        Utf8JsonWriter json, ImmutableSortedDictionary<string, ImmutableArray<ArgumentCube>> decisions, string action, int? errno)
    {
        WriteNames(json, decisions.Where(static entry => entry.Value is [{ Comparisons.IsEmpty: true }]).Select(static entry => entry.Key), action, errno);
        foreach (var (name, cubes) in decisions)
        {
            foreach (var cube in cubes.Where(static cube => !cube.Comparisons.IsEmpty))
                WriteRule(json, [name], cube, action, errno);
        }
    }

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names, string action, int? errno) =>
        WriteRule(json, names, ArgumentCube.Everything, action, errno);

    private static void WriteRule(Utf8JsonWriter json, IEnumerable<string> names, ArgumentCube cube, string action, int? errno)
    {
        json.WriteStartObject();
        json.WriteStartArray("names");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("action", action);
        if (errno is { } number)
            json.WriteNumber("errnoRet", number);
        if (!cube.Comparisons.IsEmpty)
            WriteArguments(json, cube);
        json.WriteEndObject();
    }

    /// <summary>For a masked comparison <c>value</c> is the mask and <c>valueTwo</c> what the masked argument must be.</summary>
    private static void WriteArguments(Utf8JsonWriter json, ArgumentCube cube)
    {
        json.WriteStartArray("args");
        foreach (var (argument, bits) in cube.Comparisons)
        {
            json.WriteStartObject();
            json.WriteNumber("index", argument);
            json.WriteNumber("value", bits.Mask);
            json.WriteNumber("valueTwo", bits.Value);
            json.WriteString("op", "SCMP_CMP_MASKED_EQ");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
