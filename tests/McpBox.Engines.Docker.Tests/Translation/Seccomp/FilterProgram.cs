using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpBox.Engines.Docker.Tests.Translation.Seccomp;

/// <summary>A filter as runc makes it of the engine's JSON, run here as the kernel would (seccomp(2); classic BPF, linux/filter.h).</summary>
internal sealed class FilterProgram
{
    private const int EngineDefault = 1;
    private readonly byte[] _code;

    private FilterProgram(byte[] code) => _code = code;

    /// <summary>Instructions.</summary>
    public int Length => _code.Length / 8;

    /// <param name="json">The engine's document.</param>
    /// <param name="knowsDefaultErrno">False for an engine that is too old for <c>defaultErrnoRet</c>.</param>
    public static unsafe FilterProgram Compile(string json, bool knowsDefaultErrno)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Assert.Equal("SCMP_ACT_ERRNO", root.GetProperty("defaultAction").GetString());
        var errno = knowsDefaultErrno ? root.GetProperty("defaultErrnoRet").GetInt32() : EngineDefault;
        var fallback = FilterLibrary.Errno | (uint)errno;
        var filter = FilterLibrary.Init(fallback);
        try
        {
            foreach (var rule in root.GetProperty("syscalls").EnumerateArray())
                Add(filter, rule, fallback);
            return new FilterProgram(Export(filter));
        }
        finally
        {
            FilterLibrary.Release(filter);
        }
    }

    /// <summary>What the kernel would do.</summary>
    public uint Judge(uint architecture, uint number, params ReadOnlySpan<ulong> arguments)
    {
        Span<byte> data = stackalloc byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], architecture);
        for (var i = 0; i < arguments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + (i * 8))..], arguments[i]);
        return Run(data);
    }

    /// <summary>As runc does: rules that say what the default says are passed over, and so are names that libseccomp does not know.</summary>
    private static unsafe void Add(nint filter, JsonElement rule, uint fallback)
    {
        var action = rule.GetProperty("action").GetString() == "SCMP_ACT_ALLOW"
            ? FilterLibrary.Allow
            : FilterLibrary.Errno | rule.GetProperty("errnoRet").GetUInt32();
        var comparisons = rule.TryGetProperty("args", out var args) ? args.EnumerateArray().Select(Compare).ToArray() : [];

        if (action == fallback)
            return;

        // Two comparisons of one argument would be two rules to runc.
        Assert.Equal(comparisons.Length, comparisons.Select(static comparison => comparison.Argument).Distinct().Count());
        foreach (var name in rule.GetProperty("names").EnumerateArray())
        {
            var number = FilterLibrary.Number(name.GetString()!);
            if (number == -1)
                continue;
            fixed (FilterLibrary.Comparison* first = comparisons)
                Assert.Equal(0, FilterLibrary.AddRule(filter, action, number, (uint)comparisons.Length, first));
        }
    }

    private static FilterLibrary.Comparison Compare(JsonElement argument)
    {
        const int maskedEqual = 7;
        Assert.Equal("SCMP_CMP_MASKED_EQ", argument.GetProperty("op").GetString());
        return new FilterLibrary.Comparison
        {
            Argument = argument.GetProperty("index").GetUInt32(),
            Operator = maskedEqual,
            Mask = argument.GetProperty("value").GetUInt64(),
            Value = argument.GetProperty("valueTwo").GetUInt64(),
        };
    }

    private static byte[] Export(nint filter)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
                Assert.Equal(0, FilterLibrary.Export(filter, file));
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private uint Run(ReadOnlySpan<byte> data)
    {
        var code = MemoryMarshal.Cast<byte, Instruction>(_code);
        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var (operation, then, otherwise, k) = code[at];
            switch (operation)
            {
                case 0x20: // BPF_LD | BPF_W | BPF_ABS
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)k..]);
                    break;
                case 0x54: // BPF_ALU | BPF_AND | BPF_K
                    accumulator &= k;
                    break;
                case 0x05: // BPF_JMP | BPF_JA
                    at += (int)k;
                    break;
                case 0x15: // BPF_JMP | BPF_JEQ
                    at += accumulator == k ? then : otherwise;
                    break;
                case 0x35: // BPF_JMP | BPF_JGE
                    at += accumulator >= k ? then : otherwise;
                    break;
                case 0x25: // BPF_JMP | BPF_JGT
                    at += accumulator > k ? then : otherwise;
                    break;
                case 0x06: // BPF_RET | BPF_K
                    return k;
                default:
                    throw new InvalidOperationException($"BPF operation 0x{operation:x}");
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Operation, byte Then, byte Otherwise, uint K);
}
